import { describe, expect, test } from 'vitest';
import { loadVocabulary, Vocabulary } from './vocabulary';

const vocabulary = new Vocabulary([
  { kind: 'words', forms: { en: ['a', 'the', 'in'], de: ['ein', 'im'] } },
  { kind: 'names', forms: { en: ['cat'], de: ['Katze'] } },
  { kind: 'names', forms: { en: ['castle'], es: ['cas'] } },
  { kind: 'names', forms: { en: ['birthday cake'], fr: ["gâteau d'anniversaire"] } },
  { kind: 'styles', forms: { en: ['watercolour', 'watercolor'], de: ['Aquarell'] } },
  { kind: 'places', forms: { en: ['in the snow'] } },
  { kind: 'keywords', forms: { en: ['caterpillar'] } },
]);

describe('completing', () => {
  test('suggests known words that begin alike, English and short ones first, and keeps what was written before', () => {
    expect(vocabulary.complete('a red ca', 'en').map(({ text }) => text)).toEqual([
      'a red cat',
      'a red castle',
      'a red cas',
    ]);
    expect(vocabulary.complete('ein kat', 'en')).toEqual([{ word: 'Katze', text: 'ein Katze' }]);
    expect(vocabulary.complete('WATERC', 'en').map(({ word }) => word)).toEqual([
      'watercolor',
      'watercolour',
    ]);
  });

  test('suggests words of the reader’s language first', () => {
    const words = (language: string) => vocabulary.complete('ca', language).map(({ word }) => word);
    expect(words('es')).toEqual(['cas', 'cat', 'castle']);
    expect(words('de')).toEqual(['cat', 'castle', 'cas']);
  });

  test('suggests nothing after one letter, a space or a whole word, and no keywords', () => {
    expect(vocabulary.complete('a c', 'en')).toEqual([]);
    expect(vocabulary.complete('a cas ', 'en')).toEqual([]);
    expect(vocabulary.complete('a cat', 'en')).toEqual([]);
    expect(vocabulary.complete('caterp', 'en')).toEqual([]);
  });
});

describe('words that the model does not know', () => {
  test.each([
    ['a cat in the snow, watercolour', []],
    ['un gâteau d’anniversaire', ['un']],
    ['a birthday cake', []],
    ['a birthday dragon', ['birthday', 'dragon']],
    ['(cat:1.3) AND [castle] :0.5', []],
    ['a caterpillar', []],
    ['two dragons and 3 dragons', ['two', 'dragons', 'and']],
  ])('%s', (text, unknown) => {
    expect(vocabulary.unknownIn(text)).toEqual(unknown);
  });

  const painter = new Vocabulary([
    { kind: 'names', forms: { en: ['cloud'], de: ['Wolke'], fr: ['nuage'], es: ['nube'] } },
    { kind: 'names', forms: { en: ['city'], de: ['Haus'], fr: ['cheval'], es: ['pez'] } },
    { kind: 'names', forms: { en: ['castle'], de: ['Schloss'], fr: ['château'], es: ['árbol'] } },
    { kind: 'colours', forms: { en: ['pink'], de: ['bunt'], fr: ['vert'], es: ['rojo'] } },
  ]);
  test.each([
    ['a castle with many clouds over the cities', []],
    ['ein Schloss mit vielen Wolken über den bunten Häusern', []],
    ['des châteaux verts avec beaucoup de nuages et des chevaux', []],
    ['árboles rojos con muchas nubes y peces', []],
    ['a gargoyle with the happiest clouds', ['gargoyle', 'happiest']],
    ['ein Einhorn mit Wolken', ['Einhorn']],
    // In one language a plural, in another one nothing.
    ['nuben', ['nuben']],
  ])('are worth telling neither when they are small nor when they are forms: %s', (text, strange) => {
    expect(painter.strangeIn(text)).toEqual(strange);
  });

  test('there are none where any word will do', () => {
    expect(Vocabulary.ANY.unknownIn('a flying teapot')).toEqual([]);
    expect(Vocabulary.ANY.complete('tea', 'en')).toEqual([]);
  });
});

test('tells its styles in a language', () => {
  expect(vocabulary.stylesIn('de')).toEqual(['Aquarell']);
  expect(vocabulary.stylesIn('fr')).toEqual(['watercolour']);
  expect([vocabulary.speaks('de'), vocabulary.speaks('it'), Vocabulary.ANY.speaks('de')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('any word will do where the server does not say', async () => {
  const signal = AbortSignal.timeout(1000);
  const refuse = () => Promise.resolve(new Response('', { status: 404 }));
  expect((await loadVocabulary(signal, refuse)).unknownIn('xyz')).toEqual([]);
  const words = [{ kind: 'names', forms: { en: ['cat'] } }];
  const answer = () => Promise.resolve(Response.json({ words }));
  expect((await loadVocabulary(signal, answer)).unknownIn('a cat')).toEqual(['a']);
});
