import { expect, test } from 'vitest';
import { framesIn, loudnessOf, pcm16, PreRoll } from './sound';

test('writes signed 16-bit little-endian samples and holds loud ones at the limit', () => {
  const bytes = pcm16([Float32Array.of(0, 1, -1), Float32Array.of(2, -3, 0.5)]);
  expect([...bytes]).toEqual([0, 0, 0xff, 0x7f, 0x01, 0x80, 0xff, 0x7f, 0x01, 0x80, 0x00, 0x40]);
});

test('measures loudness in even steps from silence to loud speech', () => {
  const level = (amplitude: number) => loudnessOf(new Float32Array(512).fill(amplitude));
  expect(level(0)).toBe(0);
  expect(level(1)).toBe(1);
  expect(level(10 ** (-32.5 / 20))).toBeCloseTo(0.5);
  expect(loudnessOf(new Float32Array())).toBe(0);
});

test('keeps the last frames only, and hands them out once', () => {
  const roll = new PreRoll(2);
  const frames = [1, 2, 3].map((value) => Float32Array.of(value));
  frames.forEach((frame) => {
    roll.add(frame);
  });
  expect(roll.take(3)).toEqual(frames.slice(1));
  expect(roll.take(3)).toEqual([]);
  frames.forEach((frame) => {
    roll.add(frame);
  });
  expect(roll.take(1)).toEqual(frames.slice(2));
});

test('counts frames of 32 ms', () => {
  expect(framesIn(640)).toBe(20);
  expect(framesIn(650)).toBe(21);
});
