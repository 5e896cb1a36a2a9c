const KEY = 'speakdraw.speech';

/** How somebody wants to be listened to; kept in this browser. */
export interface SpeechPreferences {
  /** `auto` or a language's code. */
  readonly language: string;
  /** English is written, whatever is spoken. */
  readonly translate: boolean;
  /** Id of the microphone; empty: the one the browser prefers. */
  readonly microphone: string;
}

const DEFAULTS: SpeechPreferences = { language: 'auto', translate: false, microphone: '' };

/** What was remembered; the defaults where nothing, or nothing readable, was. */
export function readPreferences(storage: () => Storage = () => localStorage): SpeechPreferences {
  try {
    const kept = JSON.parse(storage().getItem(KEY) ?? '{}') as Partial<Record<string, unknown>>;
    return {
      language: typeof kept['language'] === 'string' ? kept['language'] : DEFAULTS.language,
      translate: kept['translate'] === true,
      microphone: typeof kept['microphone'] === 'string' ? kept['microphone'] : DEFAULTS.microphone,
    };
  } catch {
    return DEFAULTS;
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
