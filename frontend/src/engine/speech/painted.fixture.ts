import { readFileSync } from 'node:fs';

/** Languages that the embedded model knows. */
export type Code = 'en' | 'de' | 'fr' | 'es';
type Entry = Readonly<Partial<Record<Code, readonly string[]>>>;
const vocabulary = JSON.parse(
  readFileSync(new URL('../../../../models/pocket/vocabulary.json', import.meta.url), 'utf8'),
) as Readonly<Record<'names' | 'places' | 'colours', readonly Entry[]>>;
export const CODES: readonly Code[] = ['en', 'de', 'fr', 'es'];
const ARTICLE = { en: 'a', de: 'ein', fr: 'un', es: 'un' };

/** A thousand prompts of a language: each thing that the embedded model knows, alone, with an article, in a place. */
export function promptsIn(code: Code): string[] {
  const places = vocabulary.places.map((place) => place[code]?.[0] ?? '');
  return vocabulary.names.flatMap((name, at) => {
    const forms = (name[code] ?? []).slice(0, 1);
    const place = places[at % places.length] ?? '';
    return forms.flatMap((form) => [form, `${ARTICLE[code]} ${form}`, `${form} ${place}`]);
  });
}
