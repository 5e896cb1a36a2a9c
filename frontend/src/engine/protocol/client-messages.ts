import type { SettingValues } from '../settings/schema';

/** Where a prompt came from. */
export type PromptSource = 'typed' | 'spoken' | 'preset';

/** Changes some settings; takes effect on the next frame. */
export interface ChangeSettings {
  readonly type: 'settings';
  readonly values: SettingValues;
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

/** Every text message the page may send. */
export type ClientMessage = ChangeSettings | ChangePrompt | AcknowledgeShown | Ping;

/** The text of a message as it goes over the wire. */
export function encodeClientMessage(message: ClientMessage): string {
  return JSON.stringify(message);
}
