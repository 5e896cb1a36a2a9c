import { expect, test } from 'vitest';
import { queueTitle } from './queue-position';

test.each([
  [1, 'You are next.'],
  [2, 'You are 2nd in line.'],
  [3, 'You are 3rd in line.'],
  [4, 'You are 4th in line.'],
  [11, 'You are 11th in line.'],
  [22, 'You are 22nd in line.'],
] as const)('says place %i', (position, title) => {
  expect(queueTitle({ type: 'queue', position, length: 30 })).toBe(title);
});
