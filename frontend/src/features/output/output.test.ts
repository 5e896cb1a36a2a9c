import { expect, test } from 'vitest';
import { nextLayout } from './layout';
import { stampedName } from './snapshot';

test('steps through all layouts and begins again', () => {
  expect(nextLayout('beside')).toBe('inset');
  expect(nextLayout('inset')).toBe('output');
  expect(nextLayout('output')).toBe('beside');
});

test('names a snapshot by local time without characters that file systems refuse', () => {
  expect(stampedName(new Date(2026, 10, 23, 14, 5, 9).getTime(), 'png')).toBe(
    'speakdraw-2026-11-23-14-05-09.png',
  );
});
