import { describe, expect, test } from 'vitest';
import { FlowStatistics, percentile } from './flow-statistics';
import { latencyMs } from './latency';

describe('latency', () => {
  test('is the time since the capture', () => {
    expect(latencyMs(1_000_500, 1084)).toBeCloseTo(83.5);
  });

  test('is unknown for a time of another page', () => {
    expect(latencyMs(5_000_000, 1000)).toBeUndefined();
    expect(latencyMs(1000, 100_000)).toBeUndefined();
  });

  test('is unknown for a picture that was painted from text alone, which still counts as shown', () => {
    expect(latencyMs(0, 1000)).toBeUndefined();
    const statistics = new FlowStatistics();
    statistics.recordShown(0, undefined);
    statistics.recordShown(10, 80);
    expect(statistics.summary(10)).toMatchObject({ shown: 2, latencyMs: 80 });
  });
});

describe('statistics of the flow', () => {
  test('counts pictures of the window only', () => {
    const statistics = new FlowStatistics(2000);
    for (let at = 0; at <= 4000; at += 50) {
      statistics.recordShown(at, 80);
    }
    const summary = statistics.summary(4000);
    expect(summary.shownPerSecond).toBeCloseTo(20);
    expect(summary.shown).toBe(81);
    expect(statistics.summary(7000)).toMatchObject({ shownPerSecond: 0, latencyMs: undefined });
  });

  test('does not count the time before the first picture', () => {
    const statistics = new FlowStatistics(2000);
    for (let at = 10_000; at < 11_000; at += 50) {
      statistics.recordShown(at, 80);
    }
    expect(statistics.summary(11_000).shownPerSecond).toBeCloseTo(20);
    expect(statistics.summary(10_100).shownPerSecond).toBeLessThan(41);
  });

  test('tells median and 95th percentile', () => {
    const statistics = new FlowStatistics(2000);
    for (let index = 1; index <= 100; index += 1) {
      statistics.recordShown(index, index);
    }
    expect(statistics.summary(100)).toMatchObject({ latencyMs: 51, latencyP95Ms: 96 });
  });

  test('counts what was replaced', () => {
    const statistics = new FlowStatistics();
    statistics.recordReplaced();
    expect(statistics.summary(0).replaced).toBe(1);
  });

  test('has no percentile of nothing', () => {
    expect(percentile([], 0.5)).toBeUndefined();
  });
});
