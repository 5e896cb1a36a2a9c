import { asRecord, integer, string, stringOr } from '../protocol/reading';

/** A prompt that was given before. */
export interface PastPrompt {
  readonly id: number;
  readonly at: Date;
  /** `typed`, `spoken`, `preset` or `teacher`. */
  readonly source: string;
  /** Its code, or empty. */
  readonly language: string;
  readonly session: string;
  readonly prompt: string;
}

export function readPastPrompt(value: unknown): PastPrompt {
  const record = asRecord(value, 'prompt');
  return {
    id: integer(record, 'id', 0),
    at: new Date(string(record, 'at')),
    source: string(record, 'source'),
    language: stringOr(record, 'language', ''),
    session: string(record, 'session'),
    prompt: string(record, 'prompt'),
  };
}
