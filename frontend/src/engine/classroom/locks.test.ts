import { expect, test } from 'vitest';
import type { Control } from '../settings/schema';
import { allowedModes, choicesOf, isLocked, narrowed, UNLOCKED } from './locks';

const base = { title: '', description: '', group: '', advanced: false };
const strength: Control = {
  ...base,
  name: 'strength',
  kind: 'range',
  initial: 0.5,
  min: 0,
  max: 1,
  step: 0.1,
};
const fit: Control = {
  ...base,
  name: 'fit',
  kind: 'select',
  initial: 'crop',
  values: ['crop', 'pad', 'stretch'],
};
const seed: Control = { ...base, name: 'seed', kind: 'seed', initial: 1, min: 0, max: 9 };

test('a control without a lock is as it was', () => {
  expect(narrowed(strength, undefined)).toEqual({ control: strength, fixed: false, locked: false });
});

test('a range offers what is left of it, and nothing when that is one value', () => {
  const { control, fixed } = narrowed(strength, { min: 0.2, max: 0.6 });
  expect(control).toMatchObject({ min: 0.2, max: 0.6, step: 0.1 });
  expect(fixed).toBe(false);
  expect(narrowed(strength, { min: 0.4, max: 0.4 }).fixed).toBe(true);
});

test('a selection offers what is left of it, and nothing when that is one value', () => {
  const { control, fixed } = narrowed(fit, { only: ['pad', 'crop'] });
  expect(control).toMatchObject({ values: ['crop', 'pad'] });
  expect(fixed).toBe(false);
  expect(narrowed(fit, { only: ['pad'] }).fixed).toBe(true);
});

test('what cannot be offered in part is fixed', () => {
  expect(narrowed(seed, { only: [1, 2] }).fixed).toBe(true);
  expect(narrowed(seed, { min: 1, max: 2 }).fixed).toBe(true);
});

test('modes that are not among the choices are not available', () => {
  const modes = ['full', 'human'].map((id) => ({ id, title: id, available: true, reason: '' }));
  expect(
    allowedModes(modes, { only: ['full'] }, 'Locked.').map(({ available, reason }) => [available, reason]),
  ).toEqual([
    [true, ''],
    [false, 'Locked.'],
  ]);
  expect(allowedModes(modes, undefined, '')).toBe(modes);
});

test('something is locked as soon as one thing is', () => {
  expect(isLocked(UNLOCKED)).toBe(false);
  expect(isLocked({ settings: { seed: { only: [1] } } })).toBe(true);
  expect(isLocked({ sources: ['text'], settings: {} })).toBe(true);
  expect(choicesOf({ min: 0, max: 1 })).toBeUndefined();
  expect(choicesOf({ only: ['a fox'] })).toEqual(['a fox']);
});
