/** What the page itself sees of the flow. */
export interface FlowSummary {
  /** Pictures shown in the last second, averaged over the window. */
  readonly shownPerSecond: number;
  /** Median milliseconds from capture to screen; undefined without a picture in the window. */
  readonly latencyMs: number | undefined;
  /** 95th percentile of the same. */
  readonly latencyP95Ms: number | undefined;
  /** Pictures that arrived but were replaced by a newer one before they could be shown, since the start. */
  readonly replaced: number;
  /** Pictures shown since the start. */
  readonly shown: number;
}

interface Showing {
  readonly at: number;
  readonly latencyMs: number | undefined;
}

/** The value below which a share of the sorted values lies; undefined for none. */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Counts what was shown within a sliding window. All times are milliseconds of one clock. */
export class FlowStatistics {
  #recent: Showing[] = [];
  #shown = 0;
  #firstAt: number | undefined;
  #replaced = 0;

  constructor(private readonly windowMs = 2_000) {}

  recordShown(at: number, latencyMs: number | undefined): void {
    this.#recent.push({ at, latencyMs });
    this.#shown += 1;
    this.#firstAt ??= at;
    this.#forget(at);
  }

  recordReplaced(): void {
    this.#replaced += 1;
  }

  summary(now: number): FlowSummary {
    this.#forget(now);
    const latencies = this.#recent
      .map((showing) => showing.latencyMs)
      .filter((latency) => latency !== undefined)
      .sort((a, b) => a - b);
    return {
      shownPerSecond: (this.#recent.length * 1000) / this.#observedMs(now),
      latencyMs: percentile(latencies, 0.5),
      latencyP95Ms: percentile(latencies, 0.95),
      replaced: this.#replaced,
      shown: this.#shown,
    };
  }

  /** The window, or less when the first picture came within it; never so little that one picture makes a rate. */
  #observedMs(now: number): number {
    const sinceFirst = this.#firstAt === undefined ? this.windowMs : now - this.#firstAt;
    return Math.min(this.windowMs, Math.max(sinceFirst, this.windowMs / 4));
  }

  #forget(now: number): void {
    const since = now - this.windowMs;
    let first = 0;
    while (first < this.#recent.length && (this.#recent[first]?.at ?? now) <= since) {
      first += 1;
    }
    this.#recent.splice(0, first);
  }
}
