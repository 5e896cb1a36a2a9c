import { expect, test } from 'vitest';
import { HoldOrTap } from './hold-or-tap';

function world() {
  const actions: string[] = [];
  const clock = { now: 0 };
  const press = new HoldOrTap(
    () => actions.push('begin'),
    () => actions.push('finish'),
    () => clock.now,
  );
  return { actions, clock, press };
}

test('a held button ends when it is let go, once', () => {
  const { actions, clock, press } = world();
  press.down();
  clock.now = 1000;
  press.up();
  press.up();
  expect(actions).toEqual(['begin', 'finish']);
});

test('a tap begins, the next one ends', () => {
  const { actions, clock, press } = world();
  press.down();
  clock.now = 100;
  press.up();
  expect(actions).toEqual(['begin']);
  clock.now = 5000;
  press.down();
  press.up();
  expect(actions).toEqual(['begin', 'finish']);
  press.down();
  expect(actions).toEqual(['begin', 'finish', 'begin']);
});

test('what ended by itself is not ended by the next tap', () => {
  const { actions, press } = world();
  press.down();
  press.up();
  press.forget();
  press.down();
  expect(actions).toEqual(['begin', 'begin']);
});
