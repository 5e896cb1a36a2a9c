import type { SettingValues } from '../settings/values';

/** Where a prompt came from. */
export type PromptSource = 'typed' | 'spoken' | 'preset';

/** Changes some settings; takes effect on the next frame. */
export interface ChangeSettings {
  readonly type: 'settings';
  readonly values: SettingValues;
  /** Only for a look: it leaves no trace in history and recordings. */
  readonly trial?: true;
}

/** Changes the prompt and says where it came from. */
export interface ChangePrompt {
  readonly type: 'prompt';
  readonly text: string;
  readonly source: PromptSource;
  /** BCP 47 tag, where known. */
  readonly language?: string;
}

/** Output picture `sequence`, and all before it, is on the screen. */
export interface AcknowledgeShown {
  readonly type: 'shown';
  readonly sequence: number;
  /** Milliseconds from its capture to the screen, by this page's own clock. */
  readonly latencyMs?: number;
}

/** Asks for a `pong` with the same id. */
export interface Ping {
  readonly type: 'ping';
  readonly id: number;
}

/** What is written of what is said: its words, or the same in English. */
export type SpeechTask = 'transcribe' | 'translate';

/** Sound of one utterance follows as binary messages. */
export interface StartSpeech {
  readonly type: 'speech-start';
  /** 0 to 4294967295, of the page's choice; answers carry it. */
  readonly utterance: number;
  /** `auto`, or one of the languages in the settings. */
  readonly language: string;
  /** Code of what the speaker speaks most likely, for what is too short to tell; empty: not known. */
  readonly likely: string;
  /** What is likely said in it where little is said, at most 400 characters; may be empty. */
  readonly phrases: string;
  readonly task: SpeechTask;
}

/** Nothing is said for a moment: if the utterance ends here, its text is wanted at once. */
export interface PauseSpeech {
  readonly type: 'speech-pause';
  readonly utterance: number;
  /** From the utterance's beginning to here. */
  readonly samples: number;
}

/** The utterance is complete: its final text is wanted. */
export interface EndSpeech {
  readonly type: 'speech-end';
  readonly utterance: number;
  /** Only so many count, from the beginning; undefined: all. */
  readonly samples?: number;
}

/** Nothing more is wanted of the utterance. */
export interface CancelSpeech {
  readonly type: 'speech-cancel';
  readonly utterance: number;
}

/** Every text message the page may send. */
export type ClientMessage =
  | ChangeSettings
  | ChangePrompt
  | AcknowledgeShown
  | Ping
  | StartSpeech
  | PauseSpeech
  | EndSpeech
  | CancelSpeech;

/** The text of a message as it goes over the wire. */
export function encodeClientMessage(message: ClientMessage): string {
  return JSON.stringify(message);
}
