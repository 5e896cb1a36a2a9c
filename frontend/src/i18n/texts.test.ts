import { describe, expect, test } from 'vitest';
import de from './de.json';
import en from './en.json';
import es from './es.json';
import fr from './fr.json';
import choices from './server/choices.json';
import serverDe from './server/de.json';
import serverEn from './server/en.json';
import serverEs from './server/es.json';
import serverFr from './server/fr.json';
import { literalTexts } from './checks/literal-texts';
import { sources } from './checks/sources';
import { usesOf } from './checks/uses';

const PAGE = { en: flat(en), de: flat(de), fr: flat(fr), es: flat(es) };
const SERVER = { de: flat(serverDe), fr: flat(serverFr), es: flat(serverEs) };
const OTHERS = ['de', 'fr', 'es'] as const;
const FORM = /_(ordinal_)?(zero|one|two|few|many|other)$/;

type Flat = ReadonlyMap<string, string>;

function flat(tree: object, prefix = ''): Flat {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[prefix + key, value] as const]
        : [...flat(value as object, `${prefix}${key}.`)],
    ),
  );
}

const stems = (texts: Flat) => new Set([...texts.keys()].map((key) => key.replace(FORM, '')));
const valuesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
/** All values of all forms of a text. */
const valuesOf = (texts: Flat, stem: string) =>
  [
    ...new Set(
      [...texts].filter(([key]) => key.replace(FORM, '') === stem).flatMap(([, text]) => valuesIn(text)),
    ),
  ].sort();

describe.each(OTHERS)('%s', (language) => {
  const texts = PAGE[language];

  test('has every text of the page, and no other', () => {
    expect([...stems(texts)].sort()).toEqual([...stems(PAGE.en)].sort());
  });

  test('puts the same values into its texts', () => {
    const differing = [...stems(PAGE.en)].filter(
      (stem) => String(valuesOf(texts, stem)) !== String(valuesOf(PAGE.en, stem)),
    );
    expect(differing).toEqual([]);
  });

  test('translates everything that the server says, and nothing else', () => {
    expect([...SERVER[language].keys()].sort()).toEqual([...flat(serverEn).keys()].sort());
  });
});

test.each(Object.keys(PAGE) as (keyof typeof PAGE)[])(
  '%s has the plural forms of its grammar',
  (language) => {
    const forms = (type: 'cardinal' | 'ordinal') =>
      // French and Spanish have a form of their own for millions, which nothing here reaches.
      new Intl.PluralRules(language, { type })
        .resolvedOptions()
        .pluralCategories.filter((form) => form !== 'many');
    const missing = [...PAGE[language].keys()]
      .map((key) => ({ stem: key.replace(FORM, ''), form: FORM.exec(key) }))
      .flatMap(({ stem, form }) =>
        form ? forms(form[1] ? 'ordinal' : 'cardinal').map((name) => `${stem}_${form[1] ?? ''}${name}`) : [],
      )
      .filter((key) => !PAGE[language].has(key));
    expect(missing).toEqual([]);
  },
);

test('no text is empty or has a space too many', () => {
  const wrong = [PAGE, SERVER]
    .flatMap((all) => Object.values(all))
    .flatMap((texts) => [...texts])
    .filter(([, text]) => text === '' || text !== text.trim() || / {2}/.test(text));
  expect(wrong).toEqual([]);
});

test('every choice of a setting has a name', () => {
  const options = Object.entries(choices).flatMap(([setting, values]) =>
    // Numbers need no name.
    values.filter((value) => Number.isNaN(Number(value))).map((value) => `options.${setting}.${value}`),
  );
  expect(options.filter((key) => !PAGE.en.has(key))).toEqual([]);
});

describe('the page', async () => {
  const all = await sources();

  test('uses every text', () => {
    const uses = usesOf(all);
    expect([...stems(PAGE.en)].filter((stem) => !uses.mentions(stem))).toEqual([]);
  });

  test('gives every text its values', () => {
    const wrong = usesOf(all).calls.filter(({ key, values }) => {
      const wanted = valuesOf(PAGE.en, key).filter((name) => name !== 'count');
      return wanted.some((name) => !values.includes(name));
    });
    expect(wrong).toEqual([]);
  });

  test('has no text outside of its dictionaries', () => {
    expect(all.flatMap(({ path, text }) => literalTexts(path, text))).toEqual([]);
  });
});
