import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TypingPause } from './typing-pause';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('tells once, after the last key', () => {
  const paused = vi.fn();
  const pause = new TypingPause(paused, 900);
  for (let key = 0; key < 30; key += 1) {
    pause.restart();
    vi.advanceTimersByTime(100);
  }
  expect(paused).not.toHaveBeenCalled();
  expect(pause.pending).toBe(true);
  vi.advanceTimersByTime(900);
  expect(paused).toHaveBeenCalledOnce();
  expect(pause.pending).toBe(false);
});

test('is silent once cancelled', () => {
  const paused = vi.fn();
  const pause = new TypingPause(paused);
  pause.restart();
  pause.cancel();
  vi.runAllTimers();
  expect(paused).not.toHaveBeenCalled();
});
