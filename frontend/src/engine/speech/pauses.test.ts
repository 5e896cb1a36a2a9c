import { expect, test } from 'vitest';
import { Pauses } from './pauses';

/** What is told of so many frames, by their likelihoods. */
function told(pauses: Pauses, likelihoods: number[]) {
  return likelihoods.map((likely) => pauses.frame(likely) ?? '-').join(' ');
}

test('tells a breath and a pause once each, and that it was not the end', () => {
  const pauses = new Pauses(0.5, 0.35, 2, 4);
  expect(told(pauses, [0.1, 0.1, 0.1, 0.1, 0.9])).toBe('- - - - -');
  pauses.speaks(true);
  expect(told(pauses, [0.9, 0.1, 0.2, 0.3, 0.1, 0.1, 0.9, 0.9])).toBe('- - breath - pause - resume -');
  expect(told(pauses, [0.1, 0.6, 0.1, 0.1, 0.1, 0.6])).toBe('- - - breath - resume');
  expect(told(pauses, [0.4, 0.1, 0.4, 0.1])).toBe('- - - breath');
  pauses.speaks(false);
  expect(told(pauses, [0.1, 0.1, 0.1, 0.1, 0.9])).toBe('- - - - -');
});
