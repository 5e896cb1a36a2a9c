import { expect, test } from 'vitest';
import type { Timeline } from '../../engine/recordings/timeline';
import { exportLimits } from './labels';

const playing = (playedMs: number) =>
  exportLimits({ export: { playedMs, maxFilmMs: 1_800_000, maxGifMs: 60_000 } } as Timeline);

test('says before a file is made how much of a long recording fits into it', () => {
  expect(playing(60_000)).toBe('');
  expect(playing(60_001)).toBe('GIFs end after 1:00. The ZIP has every picture.');
  expect(playing(1_800_001)).toBe('Videos end after 30:00. GIFs end after 1:00. The ZIP has every picture.');
});
