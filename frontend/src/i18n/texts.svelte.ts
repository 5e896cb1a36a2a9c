import { createInstance } from 'i18next';
import en from './en.json';
import {
  firstSpoken,
  type Language,
  localeFor,
  rememberedLanguage,
  rememberLanguage,
  type ServerTextKey,
  type TextKey,
  type Texts,
} from './languages';

/** What is not English is loaded when somebody wants it. */
const OTHERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Texts>>> = {
  de: async () => ({
    page: (await import('./de.json')).default,
    server: (await import('./server/de.json')).default,
  }),
  fr: async () => ({
    page: (await import('./fr.json')).default,
    server: (await import('./server/fr.json')).default,
  }),
  es: async () => ({
    page: (await import('./es.json')).default,
    server: (await import('./server/es.json')).default,
  }),
};

const dictionary = createInstance();
void dictionary.init({
  // At once, so that there is never a page without texts.
  initAsync: false,
  lng: 'en',
  fallbackLng: 'en',
  ns: ['page', 'server'],
  defaultNS: 'page',
  nsSeparator: false,
  resources: { en: { page: en } },
  // Svelte escapes.
  interpolation: { escapeValue: false },
});

let shown = $state<Language>('en');
let locale = $state('en');

/** What stands in a text, by the names in its double braces. */
export type TextValues = Readonly<Record<string, string | number | true>>;

/** The language that the page speaks; reactive. */
export function language(): Language {
  return shown;
}

/** The language with the country, for dates and numbers, such as `de-CH`; reactive. */
export function formatLocale(): string {
  return locale;
}

/**
 * A text of the page in its language; reactive, so it is to be called where it is shown.
 *
 * @param values by the names in the text's double braces; `count` chooses between the forms for one and for several,
 *   and with `ordinal` between those for 1st, 2nd and so on
 */
export function t(key: TextKey, values: TextValues = {}): string {
  return dictionary.t(key, { ...values, lng: shown });
}

/** A text whose key is put together from something that the page may not know; undefined where there is none. Reactive. */
export function textIfThere(key: string, values: TextValues = {}): string | undefined {
  return dictionary.exists(key, { lng: shown }) ? dictionary.t(key, { ...values, lng: shown }) : undefined;
}

/** Something that the server says in English, in the page's language; as it is where nobody translated it. Reactive. */
export function fromServer(key: ServerTextKey | (string & {}), english: string): string {
  const where = { lng: shown, ns: 'server' };
  // As it is means that nothing is filled in either: it may quote what somebody wrote.
  return dictionary.exists(key, where) ? dictionary.t(key, where) : english;
}

/** Speaks a language from now on, and remembers it. Rejects, and changes nothing, where its texts cannot be loaded. */
export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  rememberLanguage(language);
}

/** Speaks the language that was chosen here before, or one that the browser's user reads. */
export async function startLanguage(): Promise<void> {
  const wanted = rememberedLanguage() ?? firstSpoken(navigator.languages);
  // A page in English is better than none.
  await speak(wanted).catch(() => speak('en'));
}

async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !dictionary.hasResourceBundle(language, 'page')) {
    const { page, server } = await OTHERS[language]();
    dictionary.addResourceBundle(language, 'page', page);
    dictionary.addResourceBundle(language, 'server', server);
  }
  shown = language;
  locale = localeFor(language, navigator.languages);
  document.documentElement.lang = language;
}
