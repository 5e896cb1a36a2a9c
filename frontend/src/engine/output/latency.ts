/**
 * Milliseconds between the capture and now.
 *
 * @param captureMicros capture time as it came back with the picture, in microseconds of `performance.now()`
 * @param nowMs `performance.now()`
 * @returns undefined when the time is not of this page: a picture asked for before a reload, or (0) one that was
 *   painted from text alone, without a capture
 */
export function latencyMs(captureMicros: number, nowMs: number): number | undefined {
  const elapsed = nowMs - captureMicros / 1000;
  return captureMicros > 0 && elapsed >= 0 && elapsed < 60_000 ? elapsed : undefined;
}
