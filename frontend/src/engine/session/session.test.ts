import { beforeEach, describe, expect, test } from 'vitest';
import { backoffMs } from './backoff';
import { verdictOf } from './connection-state';
import { CreditGate } from './credit-gate';

describe('backoff', () => {
  const policy = { firstMs: 500, longestMs: 15_000 };

  test('doubles up to the longest pause', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 99].map((attempt) => backoffMs(attempt, 0, policy))).toEqual([
      500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000,
    ]);
  });

  test('spreads a classroom by up to a quarter', () => {
    expect(backoffMs(2, 1, policy)).toBe(1500);
    expect(backoffMs(2, 0.5, policy)).toBe(1750);
  });
});

describe('close codes', () => {
  test.each([
    [1000, { then: 'stop', reason: 'deleted' }],
    [4001, { then: 'stop', reason: 'unused' }],
    [4401, { then: 'renew' }],
    [4403, { then: 'stop', reason: 'origin-refused' }],
    [4408, { then: 'stop', reason: 'elsewhere' }],
    [4409, { then: 'retry' }],
    [4000, { then: 'retry' }],
    [1001, { then: 'retry' }],
    [1006, { then: 'retry' }],
    [1009, { then: 'retry' }],
  ])('%d', (code, verdict) => {
    expect(verdictOf(code)).toEqual(verdict);
  });
});

describe('credit', () => {
  let gate: CreditGate;
  beforeEach(() => {
    gate = new CreditGate();
  });

  test('allows exactly what was granted', () => {
    expect(gate.take()).toBe(false);
    gate.grant(2);
    expect([gate.take(), gate.take(), gate.take()]).toEqual([true, true, false]);
    gate.grant(1);
    expect(gate.take()).toBe(true);
  });

  test('keeps credit for a frame that was not sent', () => {
    gate.grant(1);
    gate.take();
    gate.putBack();
    expect(gate.frames).toBe(1);
  });

  test('starts from nothing on a new connection', () => {
    gate.grant(5);
    gate.reset();
    expect(gate.take()).toBe(false);
  });
});
