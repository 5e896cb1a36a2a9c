/** How long to wait before the next attempt. */
export interface BackoffPolicy {
  /** Milliseconds before the first attempt. */
  readonly firstMs: number;
  /** Milliseconds that are never exceeded. */
  readonly longestMs: number;
}

/** Pictures are to be back within seconds after the network is; a classroom that asks this often is no load. */
export const DEFAULT_BACKOFF: BackoffPolicy = { firstMs: 500, longestMs: 1_500 };

/**
 * Milliseconds before attempt number `attempt` (0 is the first): doubles each time up to the longest, then takes
 * off up to a quarter by chance so that a whole classroom does not come back in the same instant.
 *
 * @param chance a number from 0 to 1
 */
export function backoffMs(attempt: number, chance: number, policy: BackoffPolicy = DEFAULT_BACKOFF): number {
  const full = Math.min(policy.longestMs, policy.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(full * (1 - chance / 4));
}
