import * as v from 'valibot';
import { booleanOr, textOr } from '../../engine/reading';

const KEY = 'speakdraw.speech';

const preferencesSchema = v.object({
  /** `auto` or a language's code. */
  language: textOr('auto'),
  /** English is written, whatever is spoken. */
  translate: booleanOr(false),
  /** Id of the microphone; empty: the one the browser prefers. */
  microphone: textOr(''),
});

/** How somebody wants to be listened to; kept in this browser. */
export type SpeechPreferences = Readonly<v.InferOutput<typeof preferencesSchema>>;

/** What was remembered; the defaults where nothing, or nothing readable, was. */
export function readPreferences(storage: () => Storage = () => localStorage): SpeechPreferences {
  try {
    return v.parse(preferencesSchema, JSON.parse(storage().getItem(KEY) ?? '{}'));
  } catch {
    return v.parse(preferencesSchema, {});
  }
}

/** Remembers, where the browser lets it. */
export function keepPreferences(
  preferences: SpeechPreferences,
  storage: () => Storage = () => localStorage,
): void {
  try {
    storage().setItem(KEY, JSON.stringify(preferences));
  } catch {
    // They count until the page is closed.
  }
}
