import { colognePhonetic } from 'cologne-phonetic';
import { doubleMetaphone } from 'double-metaphone';
import { bare } from './commands/command-language';

/** Letters that are written and not heard alike in all languages. */
const NO_LETTER = /[^\p{L}\p{N}]/gu;

/** What a text sounds like, whatever its spaces. */
function keyOf(letters: string, language: string): string {
  return language === 'de' ? colognePhonetic(letters) : doubleMetaphone(letters)[0];
}

/** Levenshtein's distance. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [down, letter] of Array.from(one).entries()) {
    const next = [down + 1];
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = (row[at - 1] ?? 0) + (letter === other[at - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function likeness(one: string, other: string): number {
  const longest = Math.max(one.length, other.length);
  return longest === 0 ? 0 : 1 - distance(one, other) / longest;
}

/**
 * How much alike two texts are, 0 to 1: half by letters, half by sound (Double Metaphone; in German Cologne phonetics).
 *
 * @param language ISO 639-1 code
 */
export function soundsAlike(one: string, other: string, language: string): number {
  const [a, b] = [bare(one).replace(NO_LETTER, ''), bare(other).replace(NO_LETTER, '')];
  return (likeness(a, b) + likeness(keyOf(a, language), keyOf(b, language))) / 2;
}
