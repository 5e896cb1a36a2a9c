import * as v from 'valibot';
import { listOf, read } from '../reading';
import { SMALL_WORDS } from './small-words';

const vocabularySchema = v.object({
  words: listOf(v.object({ kind: v.string(), forms: v.record(v.string(), v.array(v.string())) })),
});

/** Kinds of words in the order in which they are suggested; all others are known, but not suggested. */
const SUGGESTED = ['names', 'plurals', 'colours', 'styles', 'places'];
const MOST_SUGGESTIONS = 6;
const LEAST_LETTERS = 2;
/** Longer than any word: those of a language come after all of the language before. */
const LATER = 1_000;
const ENGLISH = 'en';
const WORD = /[\p{L}\p{M}\p{N}'’-]+/gu;
/** What stands for the mixing of prompts, and weights. */
const SYNTAX = /\bAND\b|:\s*\d+(\.\d+)?/g;

/** How a plural, or another form, that follows the rules ends, and how the word itself does. */
const ENDINGS: Readonly<Record<string, readonly (readonly [form: RegExp, word: string])[]>> = {
  en: [
    [/s$/, ''],
    [/es$/, ''],
    [/ies$/, 'y'],
    [/ves$/, 'f'],
  ],
  de: [
    [/[ens]$/, ''],
    [/e[mnrs]$/, ''],
    [/ern$/, ''],
  ],
  fr: [
    [/[sx]$/, ''],
    [/es?$/, ''],
    [/aux$/, 'al'],
  ],
  es: [
    [/s$/, ''],
    [/es$/, ''],
    [/ces$/, 'z'],
    [/as?$/, 'o'],
  ],
};
/** German plurals often change a vowel: Häuser. */
const CHANGED: Readonly<Record<string, string>> = { ä: 'a', ö: 'o', ü: 'u' };

/** A word that can be put in the place of the one that is being typed. */
export interface Completion {
  readonly word: string;
  /** The whole text with it. */
  readonly text: string;
}

type Forms = Readonly<Record<string, readonly string[]>>;

/** The words that the model knows. One that names none understands any. */
export class Vocabulary {
  static readonly ANY = new Vocabulary([]);

  readonly #known = new Set<string>();
  /** By language, normalised. */
  readonly #forms = new Map<string, Set<string>>();
  readonly #suggested: readonly string[];
  readonly #things: ReadonlySet<string>;
  readonly #longest: number;
  readonly #styles: readonly Forms[];

  constructor(words: readonly { kind: string; forms: Forms }[]) {
    for (const { forms } of words) {
      for (const [language, all] of Object.entries(forms)) {
        const spoken = this.#forms.get(language) ?? new Set();
        this.#forms.set(language, spoken);
        for (const form of all.map(normalised)) {
          spoken.add(form);
          this.#known.add(form);
        }
      }
    }
    const formsOf = (kind: string) =>
      words.filter((word) => word.kind === kind).flatMap(({ forms }) => Object.values(forms).flat());
    this.#suggested = [...new Set(SUGGESTED.flatMap(formsOf))];
    this.#things = new Set(this.#suggested.map(normalised));
    this.#longest = Math.max(0, ...[...this.#known].map((form) => form.split(' ').length));
    this.#styles = words.filter(({ kind }) => kind === 'styles').map(({ forms }) => forms);
  }

  /** Styles by their usual names in a language, in English where they have none in it. */
  stylesIn(language: string): readonly string[] {
    return this.#styles.flatMap((forms) => (forms[language] ?? forms[ENGLISH] ?? []).slice(0, 1));
  }

  /** Whether it knows words of a language. One that understands any words names none. */
  speaks(language: string): boolean {
    return this.#forms.has(language);
  }

  /**
   * Known words that begin as the last word of the text does; first those of a language, then English ones, and short
   * ones first among them. None where any will do.
   */
  complete(text: string, language: string): readonly Completion[] {
    const last = /[\p{L}\p{M}\p{N}'’-]+$/u.exec(text);
    if (!last || last[0].length < LEAST_LETTERS || this.#known.has(normalised(last[0]))) {
      return [];
    }
    const start = normalised(last[0]);
    const head = text.slice(0, last.index);
    return this.#suggested
      .filter((word) => normalised(word).startsWith(start))
      .sort((one, other) => this.#rank(one, language) - this.#rank(other, language))
      .slice(0, MOST_SUGGESTIONS)
      .map((word) => ({ word, text: `${head}${word}` }));
  }

  /** Whether it knows all words of a text, and one of them is something to paint: "I do" is nothing. */
  canBePainted(text: string): boolean {
    return (
      this.unknownIn(text).length === 0 &&
      [...text.matchAll(WORD)].some(([word]) => this.#things.has(normalised(word)))
    );
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

  /**
   * Those words of {@link unknownIn} that are worth telling to who wrote them: neither small words nor forms of known
   * words, which the model does not know either but which hardly anybody misses.
   */
  strangeIn(text: string): readonly string[] {
    return this.unknownIn(text).filter((word) => {
      const plain = normalised(word);
      return !SMALL_WORDS.has(plain) && !this.#isForm(plain);
    });
  }

  #isForm(word: string): boolean {
    return Object.entries(ENDINGS).some(([language, endings]) =>
      endings.some(([form, ending]) => {
        const bare = word.replace(form, ending);
        const unchanged =
          language === 'de' ? bare.replace(/[äöü]/, (vowel) => CHANGED[vowel] ?? vowel) : bare;
        return bare !== word && [bare, unchanged].some((each) => this.#forms.get(language)?.has(each));
      }),
    );
  }

  #rank(word: string, language: string): number {
    const place = [language, ENGLISH].findIndex((each) => this.#forms.get(each)?.has(normalised(word)));
    return word.length + (place < 0 ? 2 : place) * LATER;
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
