import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whenUnattended } from './unattended';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('calls once after nobody touched the page for so long, and never once it is ended', () => {
  const page = new EventTarget();
  const call = vi.fn();
  whenUnattended(1000, call, page);
  vi.advanceTimersByTime(900);
  page.dispatchEvent(new Event('pointermove'));
  vi.advanceTimersByTime(900);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(call).toHaveBeenCalledTimes(1);
  page.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(5000);
  expect(call).toHaveBeenCalledTimes(1);

  const end = whenUnattended(1000, call, page);
  end();
  vi.advanceTimersByTime(5000);
  expect(call).toHaveBeenCalledTimes(1);
});
