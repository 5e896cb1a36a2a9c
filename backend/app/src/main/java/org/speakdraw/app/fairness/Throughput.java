package org.speakdraw.app.fairness;

import java.util.Arrays;

/**
 * How much a device does in a second when it is busy: what was measured at its start, then an exponentially weighted
 * mean over the work of the last seconds. Written by one thread, read by any.
 */
public final class Throughput {

    private static final double MEMORY_NANOS = 3e9;

    private volatile double costPerSecond;

    /** @param costPerSecond measured at the start, positive */
    public Throughput(double costPerSecond) {
        this.costPerSecond = costPerSecond;
    }

    /** Full batches only: small ones do not show what the device can do. */
    public void worked(long cost, long nanos) {
        double weight = 1 - Math.exp(-nanos / MEMORY_NANOS);
        double before = costPerSecond;
        costPerSecond = before + weight * (1e9 * cost / nanos - before);
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
