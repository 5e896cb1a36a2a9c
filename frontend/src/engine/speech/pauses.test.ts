import { expect, test } from 'vitest';
import { Pauses } from './pauses';

/** What is told of so many frames, by their likelihoods. */
function told(pauses: Pauses, likelihoods: number[]) {
  return likelihoods.map((likely) => pauses.frame(likely) ?? '-').join(' ');
}

test('tells a pause once, and that it was only a breath', () => {
  const pauses = new Pauses(0.5, 0.35, 3);
  expect(told(pauses, [0.1, 0.1, 0.1, 0.9])).toBe('- - - -');
  pauses.speaks(true);
  expect(told(pauses, [0.9, 0.1, 0.2, 0.3, 0.1, 0.9, 0.9])).toBe('- - - pause - resume -');
  expect(told(pauses, [0.1, 0.1, 0.6, 0.1, 0.1])).toBe('- - - - -');
  expect(told(pauses, [0.4, 0.4, 0.1])).toBe('- - pause');
  pauses.speaks(false);
  expect(told(pauses, [0.1, 0.1, 0.1, 0.9])).toBe('- - - -');
});
