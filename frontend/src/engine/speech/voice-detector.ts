/** What a detector notices. */
export type VoiceEvent =
  /** Somebody begins to speak. */
  | 'start'
  /** What had begun was too short to be a word. */
  | 'misfire'
  /** Somebody is silent for a moment, most likely between two words. */
  | 'breath'
  /** The silence goes on: it may be the end. */
  | 'pause'
  /** It was not the end. */
  | 'resume'
  /** Somebody has stopped speaking. */
  | 'end';

/** Frames that a detector is behind at most: about a second. */
export const MOST_BEHIND = 32;

/** Hears whether somebody speaks. */
export interface VoiceDetector {
  /** Takes the next frame; what it means comes as an event a few milliseconds later. */
  accept(frame: Float32Array): void;
  /** Frames that it has taken and not judged yet, 0 on a machine that keeps up. */
  readonly behind: number;
  /** Forgets what it heard; the next voice is a new beginning. */
  reset(): void;
  close(): void;
}

/** Loads a detector; its model and runtime come from this page's server. */
export type OpenVoiceDetector = (onEvent: (event: VoiceEvent) => void) => Promise<VoiceDetector>;
