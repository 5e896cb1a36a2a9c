import { expect, test } from 'vitest';
import type { Timeline } from '../../engine/recordings/timeline';
import { cutWords } from './words';

const playing = (playedMs: number) =>
  cutWords({ export: { playedMs, maxFilmMs: 1_800_000, maxGifMs: 60_000 } } as Timeline);

test('says before a file is made how much of a long recording fits into it', () => {
  expect(playing(60_000)).toBe('');
  expect(playing(60_001)).toBe('A GIF ends after 1:00. The ZIP has all pictures.');
  expect(playing(1_800_001)).toBe('Films end after 30:00. A GIF ends after 1:00. The ZIP has all pictures.');
});
