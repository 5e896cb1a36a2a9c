import { expect, test } from 'vitest';
import { examplesOf, nearest } from './examples';

const PICTURES = {
  './examples/strength-0.8.webp': '/b',
  './examples/strength-0.2.webp': '/a',
  './examples/steps-4.webp': '/d',
  './examples/steps-1.webp': '/c',
};

test('has the pictures of one setting, from the lowest value to the highest', () => {
  expect(examplesOf('strength', PICTURES)).toEqual([
    { value: 0.2, picture: '/a' },
    { value: 0.8, picture: '/b' },
  ]);
  expect(examplesOf('seed', PICTURES)).toEqual([]);
});

test('marks the picture that comes closest to what is in force', () => {
  const steps = examplesOf('steps', PICTURES);
  expect(nearest(steps, 2)?.value).toBe(1);
  expect(nearest(steps, 3)?.value).toBe(4);
  expect(nearest([], 3)).toBeUndefined();
});
