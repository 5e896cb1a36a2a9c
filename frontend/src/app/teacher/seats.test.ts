import { expect, test } from 'vitest';
import { seatsAfter } from './seats';

test('finds students again on a server that gave them other seats', () => {
  const before = [
    { id: 'ada', seat: 1 },
    { id: 'ben', seat: 2 },
    { id: 'cleo', seat: 3 },
  ];
  const now = seatsAfter(before, [
    { id: 'cleo', seat: 1 },
    { id: 'ada', seat: 2 },
  ]);
  expect([1, 2, 3, 4, undefined].map(now)).toEqual([2, undefined, 1, undefined, undefined]);
});
