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

/** Hears whether somebody speaks. */
export interface VoiceDetector {
  /** Takes the next frame; what it means comes as an event a few milliseconds later. */
  accept(frame: Float32Array): void;
  /** Forgets what it heard; the next voice is a new beginning. */
  reset(): void;
  close(): void;
}

/** Loads a detector; its model and runtime come from this page's server. */
export type OpenVoiceDetector = (onEvent: (event: VoiceEvent) => void) => Promise<VoiceDetector>;
