import { afterEach, expect, test, vi } from 'vitest';
import { Vocabulary } from '../engine/settings/vocabulary';
import { chooseLanguage } from '../i18n/texts.svelte';
import { suggestionsFor } from './suggestions';

const vocabulary = new Vocabulary([
  { kind: 'words', forms: { en: ['a'], de: ['eine', 'ein'] } },
  { kind: 'names', forms: { en: ['cat'], de: ['Katze'] } },
  { kind: 'names', forms: { en: ['rocket'] } },
  { kind: 'styles', forms: { en: ['comic'], de: ['Comic'] } },
]);
const EXAMPLES = ['a cat', 'a rocket', 'a dragon'];

afterEach(() => {
  vi.unstubAllGlobals();
});

test('offers prompts in the page’s language as far as the model understands it', async () => {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('navigator', { languages: [] });
  expect(suggestionsFor('drawing', EXAMPLES, vocabulary).prompts).toEqual(EXAMPLES);
  await chooseLanguage('de');
  expect(suggestionsFor('drawing', EXAMPLES, vocabulary).prompts).toEqual([
    'eine Katze',
    'a rocket',
    'a dragon',
  ]);
  expect(suggestionsFor('camera', EXAMPLES, vocabulary).prompts).toEqual(['Comic']);
  expect(suggestionsFor('drawing', EXAMPLES, Vocabulary.ANY).prompts).toEqual(EXAMPLES);
  expect(suggestionsFor('camera', EXAMPLES, Vocabulary.ANY).prompts).toContain('oil painting');
});
