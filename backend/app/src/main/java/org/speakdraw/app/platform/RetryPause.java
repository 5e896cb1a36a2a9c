package org.speakdraw.app.platform;

import java.time.Duration;

/**
 * How long to wait before something that failed is tried again: ten seconds, twice as long after each attempt in vain,
 * up to some five minutes. Thread-safe.
 */
public final class RetryPause {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 5;

    private long lastNanos;
    private int inVain;

    /** An attempt begins; it counts as one in vain until it has {@link #worked}. */
    public synchronized void tried(long nowNanos) {
        lastNanos = nowNanos;
        inVain++;
    }

    /** The last attempt came to something. */
    public synchronized void worked() {
        inVain = 0;
    }

    /** Attempts since one has worked. */
    public synchronized int inVain() {
        return inVain;
    }

    /** Whether the pause after the last attempt is over. */
    public synchronized boolean over(long nowNanos) {
        return nowNanos - lastNanos >= FIRST.toNanos() << Math.min(inVain, MAX_DOUBLINGS);
    }
}
