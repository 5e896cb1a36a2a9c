import { expect, test } from 'vitest';
import { languageChoices } from './language-names';
import { keepPreferences, readPreferences } from './preferences';
import { hintOf, messageFor } from './speech-messages';

test('says what to do about a microphone that is not allowed', () => {
  expect(messageFor({ kind: 'device', device: 'denied' })).toContain('next to the address');
});

test('explains refusals that it knows, and passes on what the server says of others', () => {
  expect(messageFor({ kind: 'refused', code: 'speech-busy', detail: 'x' })).toContain('at the same time');
  expect(messageFor({ kind: 'refused', code: 'speech-new', detail: 'The server says.' })).toBe(
    'The server says.',
  );
});

test('names a language that is not listened for, and the way to be understood', () => {
  expect(messageFor({ kind: 'foreign', language: 'it' })).toBe(
    'That sounded like Italian. I can understand it if you choose it under “Language and microphone”.',
  );
});

test('leaves the prompt in its place while it only listens', () => {
  expect(hintOf('idle', '', false)).toBeUndefined();
  expect(hintOf('listening', '', true)).toBeUndefined();
  expect(hintOf('speaking', '', false)).toBe('Listening …');
  expect(hintOf('speaking', 'a fox', true)).toBe('a fox …');
});

test('names languages and keeps codes that nobody knows', () => {
  expect(languageChoices(['fr', 'en', 'x y'], 'en')).toEqual([
    { code: 'en', title: 'English' },
    { code: 'fr', title: 'French' },
    { code: 'x y', title: 'x y' },
  ]);
});

test('remembers preferences, and takes the defaults where that fails', () => {
  const kept = new Map<string, string>();
  const storage = () =>
    ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    }) as unknown as Storage;
  const preferences = { language: 'fr', translate: true, microphone: 'usb' };
  keepPreferences(preferences, storage);
  expect(readPreferences(storage)).toEqual(preferences);
  const defaults = { language: 'auto', translate: false, microphone: '' };
  kept.set('speakdraw.speech', '{"language":7}');
  expect(readPreferences(storage)).toEqual(defaults);
  kept.set('speakdraw.speech', 'broken');
  expect(readPreferences(storage)).toEqual(defaults);
  expect(
    readPreferences(() => {
      throw new DOMException('no', 'SecurityError');
    }),
  ).toEqual(defaults);
});
