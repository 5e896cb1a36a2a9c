import { expect, test } from 'vitest';
import { commandOf, type KeyPress } from './shortcuts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test('knows single keys in either case', () => {
  expect(commandOf(press('s'), false, true)).toBe('snapshot');
  expect(commandOf(press('S', { shiftKey: true }), false, true)).toBe('snapshot');
  expect(commandOf(press('?', { shiftKey: true }), false, true)).toBe('help');
});

test('leaves keys to a field that is being typed in', () => {
  expect(commandOf(press('s'), true, true)).toBeUndefined();
  expect(commandOf(press('z', { ctrlKey: true }), true, true)).toBeUndefined();
});

test('keeps undo when single keys are off', () => {
  expect(commandOf(press('s'), false, false)).toBeUndefined();
  expect(commandOf(press('z', { ctrlKey: true }), false, false)).toBe('undo');
  expect(commandOf(press('Z', { metaKey: true, shiftKey: true }), false, false)).toBe('redo');
  expect(commandOf(press('y', { ctrlKey: true }), false, false)).toBe('redo');
});

test('leaves the keys of the browser alone', () => {
  expect(commandOf(press('s', { ctrlKey: true }), false, true)).toBeUndefined();
  expect(commandOf(press('f', { altKey: true }), false, true)).toBeUndefined();
});
