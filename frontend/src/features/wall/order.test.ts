import { describe, expect, test } from 'vitest';
import type { StudentCard } from '../../engine/classroom/room-messages';
import { nameOf } from '../../i18n/student-name';
import { arranged, kindOf, shares, stateOf, unmoved } from './order';

const card = (seat: number, name: string, rest: Partial<StudentCard> = {}): StudentCard => ({
  id: String(seat),
  seat,
  name,
  present: true,
  state: 'painting',
  place: undefined,
  fps: 9.5,
  prompt: '',
  mode: 'full',
  input: 'image',
  hand: undefined,
  blackedOut: false,
  watched: false,
  priority: undefined,
  ...rest,
});

describe('a wall', () => {
  const students = [
    card(1, 'Cem', { hand: 3, prompt: 'a blue whale' }),
    card(2, 'Ada', { state: 'waiting', place: 2 }),
    card(3, 'Ben', { hand: 9 }),
    card(4, 'ada', { state: 'away', prompt: 'a Whale in ink' }),
  ];
  const names = (...args: [Parameters<typeof arranged>[1], string?]) =>
    arranged(students, args[0], args[1] ?? '').map(({ seat }) => seat);

  test('is in the order of names', () => {
    expect(names('name').slice(2)).toEqual([3, 1]);
  });

  test('can stand still, with newcomers at its end', () => {
    expect(unmoved(students, ['3', '9', '1']).map(({ id }) => id)).toEqual(['3', '1', '2', '4']);
  });

  test('has the hand first that is up longest', () => {
    expect(names('hands').slice(0, 2)).toEqual([3, 1]);
  });

  test('has those first who wait', () => {
    expect(names('waiting')).toEqual([2, 4, 3, 1]);
  });

  test('finds words of names and prompts', () => {
    expect(names('name', 'whale')).toEqual([4, 1]);
    expect(names('name', 'cem WHALE')).toEqual([1]);
    expect(names('name', 'nobody')).toEqual([]);
  });
});

test('says how somebody is', () => {
  expect(stateOf(card(1, 'Ada'))).toBe('9.5 pictures a second');
  expect(stateOf(card(1, 'Ada', { state: 'waiting', place: 3 }))).toBe('Waiting, number 3');
  expect(stateOf(card(1, 'Ada', { state: 'away', present: false }))).toBe('Not here');
  expect(nameOf({ seat: 7, name: '' })).toBe('Student 7');
  expect(kindOf(card(1, 'Ada', { mode: 'human' }))).toBe('Person only');
  expect(kindOf(card(1, 'Ada', { input: 'none' }))).toBe('Words only');
  expect(kindOf(card(1, 'Ada'))).toBe('');
});

test('says how the engine is shared', () => {
  expect(
    shares([
      card(1, 'Ada', { fps: 7 }),
      card(2, 'Ben', { fps: 3.5 }),
      card(3, 'Cem', { state: 'waiting', place: 1, fps: 0 }),
      card(4, 'Dora', { state: 'away', fps: 0 }),
    ]),
  ).toEqual({ waiting: 1, slowest: 3.5 });
  expect(shares([])).toEqual({ waiting: 0, slowest: undefined });
});
