package org.speakdraw.app.fairness;

import java.util.Arrays;

/**
 * How much a device does in a second when it is busy: what was measured at its start, then an exponentially weighted
 * mean over the work of the last seconds. What it shows otherwise is the least that it can do, so that a device which was
 * measured at a bad moment is not taken for slow for ever. Written by one thread, read by any.
 */
public final class Throughput {

    private static final double MEMORY_NANOS = 3e9;

    private volatile double costPerSecond;
    /** The mean over batches of any size. */
    private double shown;

    /** @param costPerSecond measured at the start, positive */
    public Throughput(double costPerSecond) {
        this.costPerSecond = costPerSecond;
    }

    /**
     * A batch was done.
     *
     * @param nanos since the batch before, if that was done after this one had begun; else since its beginning; positive
     * @param full  whether a larger one would have been split
     */
    public void worked(long cost, long nanos, boolean full) {
        double weight = 1 - Math.exp(-nanos / MEMORY_NANOS);
        double rate = 1e9 * cost / nanos;
        shown += weight * (rate - shown);
        double before = costPerSecond;
        costPerSecond = Math.max(shown, full ? before + weight * (rate - before) : before);
    }

    /** So much it can do in any case. */
    public void atLeast(double costPerSecond) {
        this.costPerSecond = Math.max(this.costPerSecond, costPerSecond);
    }

    public double costPerSecond() {
        return costPerSecond;
    }

    /**
     * What each of some sessions gets when all of them want as much as they can get.
     *
     * @param frameCosts of their frames, one each
     * @return pictures a second of the one in the middle: who asks for costlier frames than most pays for them itself,
     *     so it is not counted against the others
     */
    public double framesPerSecond(long[] frameCosts) {
        if (frameCosts.length == 0) {
            return Double.POSITIVE_INFINITY;
        }
        long[] rising = frameCosts.clone();
        Arrays.sort(rising);
        return costPerSecond / frameCosts.length / rising[rising.length / 2];
    }
}
