import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NotConnectedError, ProblemError } from '../engine/session/problem';
import { errorText } from './error-text';
import { formatDate, formatList, formatNumber } from './formats';
import { firstSpoken, localeFor } from './languages';
import { presetName } from './preset-name';
import { presetsCalled, tagName, tagNamed } from './preset-words';
import { queueTitle } from './queue-title';
import { chooseLanguage, fromServer, language, startLanguage, t, textIfThere } from './texts.svelte';

const kept = new Map<string, string>();

beforeEach(async () => {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('navigator', { languages: ['de-AT', 'en'] });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  await chooseLanguage('en');
  kept.clear();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('takes the first language of the browser that the page speaks', () => {
  expect(firstSpoken(['ja', 'fr-CA', 'de'])).toBe('fr');
  expect(firstSpoken(['ja'])).toBe('en');
  expect(firstSpoken([])).toBe('en');
});

test('writes dates and numbers as in the country of the browser', () => {
  expect(localeFor('de', ['en-GB', 'de-CH'])).toBe('de-CH');
  expect(localeFor('es', ['en-GB'])).toBe('es');
});

test('starts in the language of the browser, and says so', async () => {
  await startLanguage();
  expect(language()).toBe('de');
  expect(document.documentElement.lang).toBe('de');
  expect(kept.size).toBe(0);
});

test('comes back in the language that was chosen', async () => {
  await chooseLanguage('fr');
  vi.stubGlobal('navigator', { languages: ['de'] });
  await startLanguage();
  expect(language()).toBe('fr');
});

test('speaks a language that a broken storage does not remember', async () => {
  vi.stubGlobal('localStorage', undefined);
  await chooseLanguage('es');
  expect(t('ui.close')).toBe('Cerrar');
});

test('fills in values as they are, and chooses the form', async () => {
  expect(t('spoken.saved', { name: '<b> & {{name}}' })).toBe('Saved as “<b> & {{name}}”');
  expect([1, 5].map((count) => t('queue.people', { count }))).toEqual([
    'Only you are in the queue.',
    '5 people are in the queue.',
  ]);
  expect([1, 2, 3, 11, 22].map(queueTitle)).toEqual([
    'You are next.',
    'You are 2nd in line.',
    'You are 3rd in line.',
    'You are 11th in line.',
    'You are 22nd in line.',
  ]);
  await chooseLanguage('de');
  expect(queueTitle(3)).toBe('Du bist auf Platz 3 in der Schlange.');
});

test('translates what the server says, and leaves what it does not know', async () => {
  expect(fromServer('problems.server-full', 'All 30 places are taken.')).toBe('All 30 places are taken.');
  await chooseLanguage('de');
  expect(fromServer('problems.server-full', 'All 30 places are taken.')).toBe('Der Server ist gerade voll.');
  expect(fromServer('problems.new', 'Something new.')).toBe('Something new.');
  expect(textIfThere('options.fit.new')).toBeUndefined();
});

test('says what went wrong by its code, and never in the words of a browser', async () => {
  const full = new ProblemError(503, 'server-full', 'All 30 places are taken.');
  expect(errorText(full)).toBe('All 30 places are taken.');
  expect(errorText(new TypeError('Failed to fetch'))).toBe('The server does not answer. Try again.');
  expect(errorText(new DOMException('signal timed out', 'TimeoutError'))).toBe(
    'The server does not answer. Try again.',
  );
  expect(errorText('what')).toBe('That did not work. Try again.');
  await chooseLanguage('fr');
  expect(errorText(full)).toBe('Le serveur est complet en ce moment.');
  expect(errorText(new NotConnectedError())).toBe('Pas de connexion en ce moment.');
});

test('formats', async () => {
  const at = new Date(2026, 10, 23, 14, 5);
  expect(formatNumber(1234.5)).toBe('1,234.5');
  await chooseLanguage('de');
  // As in Austria, which the browser names.
  expect(formatNumber(0.5, { style: 'percent' }).replace(/\s/, ' ')).toBe('50 %');
  expect(formatDate(at, { dateStyle: 'long' })).toBe('23. November 2026');
  expect(formatList(['a', 'b', 'c'])).toBe('a, b und c');
});

test('calls built-in presets by their names in the language of the page, and others as they were named', async () => {
  await chooseLanguage('de');
  expect(presetName({ name: 'Fox in watercolour', slug: 'watercolour-fox' })).toBe('Fuchs in Wasserfarben');
  expect(presetName({ name: 'Superhero', slug: '' })).toBe('Superhero');
  expect(presetName({ name: 'Of a later version', slug: 'later' })).toBe('Of a later version');
});

test('calls tags of built-in presets in the language of the page, and knows them by those names', async () => {
  await chooseLanguage('de');
  expect(['animals', 'of 4b', '__proto__'].map(tagName)).toEqual(['Tiere', 'of 4b', '__proto__']);
  expect(['tiere', 'Wärmebild', 'of 4b'].map(tagNamed)).toEqual(['animals', 'thermal', 'of 4b']);
  await chooseLanguage('en');
  expect(['food', 'Food'].map(tagNamed)).toEqual(['food', 'food']);
});

test('finds built-in presets by their names and tags in the language of the page', async () => {
  await chooseLanguage('de');
  expect(presetsCalled('Fuch')).toEqual(['watercolour-fox']);
  expect(presetsCalled('tiere ol')).toEqual(['oil-horse']);
  expect(presetsCalled('gesichter neon')).toEqual(['neon-face']);
  expect(presetsCalled('Drache')).toEqual([]);
  await chooseLanguage('es');
  expect(presetsCalled('muneco')).toEqual(['cartoon-snowman']);
  // The server searches the English names by itself.
  await chooseLanguage('en');
  expect(presetsCalled('fox')).toEqual([]);
});
