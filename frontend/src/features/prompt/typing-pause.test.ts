import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SteadyPace } from './steady-pace';
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

test('keeps a steady pace while keys are pressed', () => {
  const act = vi.fn();
  const pace = new SteadyPace(act, 350);
  for (let key = 0; key < 14; key += 1) {
    pace.request();
    vi.advanceTimersByTime(50);
  }
  expect(act).toHaveBeenCalledTimes(2);
  pace.request();
  pace.cancel();
  vi.runAllTimers();
  expect(act).toHaveBeenCalledTimes(2);
});
