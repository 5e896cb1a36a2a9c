import { soundsAlike } from './sounds-alike';
import type { Heard } from './speech-line';
import { interpret, phrasesIn } from './spoken-commands';

/** Confidence from which on words are taken as they are. */
const SURE = 0.7;
/** Confidence below which nothing is done without asking. */
const DOUBTFUL = 0.45;
/** Words of a text that may be a command that was misheard. */
const MOST_WORDS = 4;
/** Likeness from which on a command is offered, and from which on it is done without asking. */
const LIKE = 0.58;
const VERY_LIKE = 0.92;

/** How a text is to be taken. */
export type Reading =
  | { readonly kind: 'clear'; readonly text: string }
  /** Only the speaker knows which of these was said. */
  | { readonly kind: 'doubtful'; readonly texts: readonly string[] };

/** The command of a language that sounds most like a text; only short texts can be one. */
function commandLike(text: string, language: string): { readonly phrase: string; readonly likeness: number } {
  const none = { phrase: '', likeness: 0 };
  if (text.split(/\s+/).length > MOST_WORDS) {
    return none;
  }
  return phrasesIn(language)
    .map((phrase) => ({ phrase, likeness: soundsAlike(text, phrase, language) }))
    .reduce((best, each) => (each.likeness > best.likeness ? each : best), none);
}

/**
 * How a text is to be taken. A prompt that the model is not sure of may be a command that was misheard; what was
 * understood as a command is one.
 *
 * @param isKnown whether the model that paints knows all words of a text, which then was said most likely
 */
export function readingOf(
  { text, language, confidence }: Pick<Heard, 'text' | 'language' | 'confidence'>,
  isKnown: (text: string) => boolean,
): Reading {
  const clear: Reading = { kind: 'clear', text };
  if (confidence >= SURE || interpret(text, language, '').kind !== 'prompt') {
    return clear;
  }
  const { phrase, likeness } = isKnown(text) ? { phrase: '', likeness: 0 } : commandLike(text, language);
  if (likeness >= VERY_LIKE) {
    return { kind: 'clear', text: phrase };
  }
  if (likeness >= LIKE) {
    return { kind: 'doubtful', texts: [text, phrase] };
  }
  return confidence < DOUBTFUL ? { kind: 'doubtful', texts: [text] } : clear;
}
