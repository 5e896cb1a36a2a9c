import { describe, expect, test } from 'vitest';
import { Resampler } from './resampler';

const tone = (rate: number, hertz: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / rate));

/** In pieces of 128, as an audio worklet gets them. */
function inPieces(samples: Float32Array, resampler: Resampler): Float32Array {
  const result: number[] = [];
  for (let at = 0; at < samples.length; at += 128) {
    result.push(...resampler.process(samples.subarray(at, at + 128)));
  }
  return Float32Array.from(result);
}

const decibels = (samples: Float32Array) =>
  10 * Math.log10(samples.reduce((sum, each) => sum + each * each, 0) / samples.length + 1e-20);

describe.each([8000, 16_000, 22_050, 44_100, 48_000, 96_000])('from %d Hz', (rate) => {
  test('keeps a tone of speech in place', () => {
    const result = inPieces(tone(rate, 1000, 0.5), new Resampler(rate, 16_000));
    const exact = tone(16_000, 1000, 0.5);
    // The last milliseconds wait for what follows.
    expect(exact.length - result.length).toBeGreaterThanOrEqual(0);
    expect(exact.length - result.length).toBeLessThan(64);
    const worst = result.slice(100, -100).reduce((most, each, at) => {
      return Math.max(most, Math.abs(each - (exact[at + 100] ?? 0)));
    }, 0);
    expect(worst).toBeLessThan(0.001);
  });

  test('gives the same in one piece', () => {
    const samples = tone(rate, 440, 0.1);
    expect(new Resampler(rate, 16_000).process(samples)).toEqual(
      inPieces(samples, new Resampler(rate, 16_000)),
    );
  });
});

test.each([9000, 12_000, 20_000])('lets nothing of %d Hz alias into speech', (hertz) => {
  const result = inPieces(tone(48_000, hertz, 0.5), new Resampler(48_000, 16_000));
  expect(decibels(result.slice(200, -200))).toBeLessThan(-70);
});

test('waits when a piece is too short for a sample', () => {
  const resampler = new Resampler(48_000, 16_000);
  expect(resampler.process(new Float32Array(1))).toHaveLength(0);
  expect(resampler.process(new Float32Array())).toHaveLength(0);
});
