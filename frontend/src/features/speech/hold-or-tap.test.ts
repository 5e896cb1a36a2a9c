import { expect, test } from 'vitest';
import { HoldOrTap } from './hold-or-tap';

function world() {
  const deeds: string[] = [];
  const clock = { now: 0 };
  const press = new HoldOrTap(
    () => deeds.push('begin'),
    () => deeds.push('finish'),
    () => clock.now,
  );
  return { deeds, clock, press };
}

test('a held button ends when it is let go, once', () => {
  const { deeds, clock, press } = world();
  press.down();
  clock.now = 1000;
  press.up();
  press.up();
  expect(deeds).toEqual(['begin', 'finish']);
});

test('a tap begins, the next one ends', () => {
  const { deeds, clock, press } = world();
  press.down();
  clock.now = 100;
  press.up();
  expect(deeds).toEqual(['begin']);
  clock.now = 5000;
  press.down();
  press.up();
  expect(deeds).toEqual(['begin', 'finish']);
  press.down();
  expect(deeds).toEqual(['begin', 'finish', 'begin']);
});

test('what ended by itself is not ended by the next tap', () => {
  const { deeds, press } = world();
  press.down();
  press.up();
  press.forget();
  press.down();
  expect(deeds).toEqual(['begin', 'begin']);
});
