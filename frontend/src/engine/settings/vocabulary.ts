import * as v from 'valibot';
import { listOf, read } from '../reading';

const vocabularySchema = v.object({
  words: listOf(v.object({ kind: v.string(), forms: v.record(v.string(), v.array(v.string())) })),
});

/** Kinds of words in the order in which they are suggested; all others are known, but not suggested. */
const SUGGESTED = ['names', 'plurals', 'colours', 'styles', 'places'];
const MOST_SUGGESTIONS = 6;
const LEAST_LETTERS = 2;
/** Longer than any word: those of other languages come after all English ones. */
const FOREIGN = 1_000;
const WORD = /[\p{L}\p{M}\p{N}'’-]+/gu;
/** What stands for the mixing of prompts, and weights. */
const SYNTAX = /\bAND\b|:\s*\d+(\.\d+)?/g;

/** A word that can be put in the place of the one that is being typed. */
export interface Completion {
  readonly word: string;
  /** The whole text with it. */
  readonly text: string;
}

/** The words that the model knows. One that names none understands any. */
export class Vocabulary {
  static readonly ANY = new Vocabulary([]);

  readonly #known = new Set<string>();
  readonly #english = new Set<string>();
  readonly #suggested: readonly string[];
  readonly #longest: number;
  /** Styles in English. */
  readonly styles: readonly string[];

  constructor(words: readonly { kind: string; forms: Readonly<Record<string, readonly string[]>> }[]) {
    for (const { forms } of words) {
      for (const form of Object.values(forms).flat()) {
        this.#known.add(normalised(form));
      }
    }
    for (const { forms } of words) {
      for (const form of forms['en'] ?? []) {
        this.#english.add(form);
      }
    }
    const formsOf = (kind: string) =>
      words.filter((word) => word.kind === kind).flatMap(({ forms }) => Object.values(forms).flat());
    this.#suggested = [...new Set(SUGGESTED.flatMap(formsOf))];
    this.#longest = Math.max(0, ...[...this.#known].map((form) => form.split(' ').length));
    this.styles = words
      .filter(({ kind }) => kind === 'styles')
      .flatMap(({ forms }) => forms['en']?.slice(0, 1) ?? []);
  }

  /** Known words that begin as the last word of the text does; English ones and short ones first. None where any will do. */
  complete(text: string): readonly Completion[] {
    const last = /[\p{L}\p{M}\p{N}'’-]+$/u.exec(text);
    if (!last || last[0].length < LEAST_LETTERS || this.#known.has(normalised(last[0]))) {
      return [];
    }
    const start = normalised(last[0]);
    const head = text.slice(0, last.index);
    return this.#suggested
      .filter((word) => normalised(word).startsWith(start))
      .sort((one, other) => this.#rank(one) - this.#rank(other))
      .slice(0, MOST_SUGGESTIONS)
      .map((word) => ({ word, text: `${head}${word}` }));
  }

  /** Words of a text that the model does not know; numbers and the marks of the prompt's language are none. */
  unknownIn(text: string): readonly string[] {
    if (this.#known.size === 0) {
      return [];
    }
    const words = [...text.replaceAll(SYNTAX, ' ').matchAll(WORD)].map(([word]) => word);
    const unknown: string[] = [];
    for (let at = 0; at < words.length;) {
      const taken = this.#knownFrom(words, at);
      const word = words[at] ?? '';
      if (taken === 0 && !/^[\d'’-]+$/.test(word)) {
        unknown.push(word);
      }
      at += Math.max(1, taken);
    }
    return [...new Set(unknown)];
  }

  #rank(word: string): number {
    return word.length + (this.#english.has(word) ? 0 : FOREIGN);
  }

  /** How many words from `at` on are the longest known run. */
  #knownFrom(words: readonly string[], at: number): number {
    for (let count = Math.min(this.#longest, words.length - at); count > 0; count -= 1) {
      if (this.#known.has(normalised(words.slice(at, at + count).join(' ')))) {
        return count;
      }
    }
    return 0;
  }
}

function normalised(form: string): string {
  return form.normalize('NFC').replaceAll('’', "'").trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** Asks the server which words its model knows; any, where it does not say. */
export async function loadVocabulary(
  signal: AbortSignal,
  request: typeof fetch = (input, init) => fetch(input, init),
): Promise<Vocabulary> {
  try {
    const answer = await request('/api/vocabulary', { signal });
    return answer.ok
      ? new Vocabulary(read(vocabularySchema, await answer.json(), 'vocabulary').words)
      : Vocabulary.ANY;
  } catch {
    return Vocabulary.ANY;
  }
}
