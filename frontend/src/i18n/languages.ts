import type en from './en.json';
import type said from './server/en.json';

/** The languages of the page, each by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' } as const;

/** A language of the page. */
export type Language = keyof typeof LANGUAGES;

/** The texts of a language, of the page and of what the server says. */
export interface Texts {
  readonly page: object;
  readonly server: object;
}

/** Keys of all texts in a file, such as `prompt.label`. */
type Leaf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}`;
}[keyof T & string];
/** The forms of a text for one, for several and so on have one key. */
type Stem<K> = K extends `${infer S}_ordinal_${Intl.LDMLPluralRule}`
  ? S
  : K extends `${infer S}_${Intl.LDMLPluralRule}`
    ? S
    : K;

/** Key of a text of the page. */
export type TextKey = Stem<Leaf<typeof en>>;

/** Key of a text that the server says in English. */
export type ServerTextKey = Leaf<typeof said>;

const KEY = 'speakdraw.language';

/** Whether the page speaks a language. */
export function isLanguage(code: unknown): code is Language {
  return typeof code === 'string' && Object.hasOwn(LANGUAGES, code);
}

/**
 * The first language that the page speaks; English where there is none.
 *
 * @param wanted tags such as `de-AT`, the best first
 */
export function firstSpoken(wanted: readonly string[]): Language {
  return wanted.map(baseOf).find(isLanguage) ?? 'en';
}

/** The tag that says best how dates and numbers are written: the browser's own, which knows the country, if it is of that language. */
export function localeFor(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => baseOf(tag) === language) ?? language;
}

function baseOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

/** What was chosen in this browser before; undefined when nothing was. */
export function rememberedLanguage(): Language | undefined {
  try {
    const code = localStorage.getItem(KEY);
    return isLanguage(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a choice, where the browser lets it. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // It counts until the page is closed.
  }
}
