package org.speakdraw.app.speech;

import java.util.function.LongSupplier;

/** Keeps work within its share of the time: after each piece, the others have theirs. One thread at a time. */
final class TimeShare {

    private final double share;
    private final LongSupplier nanoTime;
    private long notBefore;

    /**
     * @param share    above 0 to 1
     * @param nanoTime a monotonic clock
     */
    TimeShare(double share, LongSupplier nanoTime) {
        this.share = share;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** A piece of work has ended that took {@code nanos}. */
    void took(long nanos) {
        notBefore = nanoTime.getAsLong() + (long) (nanos * (1 / share - 1));
    }

    /** Nanoseconds until the next piece may begin; none of them, or fewer, if it may now. */
    long nanosLeft() {
        return notBefore - nanoTime.getAsLong();
    }

    boolean isDue() {
        return nanosLeft() <= 0;
    }
}
