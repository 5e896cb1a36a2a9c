package org.speakdraw.app.fairness;

import java.util.Arrays;

/**
 * How much a device does in a second when it is busy: what was measured at its start, then an exponentially weighted
 * mean over the full batches of the last seconds. Of those that are not full it shows two bounds. It can do what it does
 * with them, so that a device which was measured at a bad moment is not taken for slow for ever; and a full one takes no
 * less time than each of them, so that one is not taken for fast for ever of which nobody asks a full batch. Written by
 * one thread after another, never by two at once; read by any.
 */
public final class Throughput {

    private static final double MEMORY_NANOS = 3e9;

    private volatile double costPerSecond;
    /** The mean over full batches. */
    private double measured;
    /** The mean over batches of any size: the least. */
    private double shown;
    /** The mean of what it would be if they had been full and had taken no longer for that: the most. */
    private double possible;

    /** @param costPerSecond measured at the start, positive */
    public Throughput(double costPerSecond) {
        this.costPerSecond = costPerSecond;
        this.measured = costPerSecond;
        this.possible = costPerSecond;
    }

    /**
     * A batch was done.
     *
     * @param nanos since the batch before, if that was done after this one had begun; else since its beginning; positive
     * @param share of what the device can have under way at once, above 0; 1 for a full batch
     */
    public void worked(long cost, long nanos, double share) {
        double weight = 1 - Math.exp(-nanos / MEMORY_NANOS);
        double rate = 1e9 * cost / nanos;
        shown += weight * (rate - shown);
        possible += weight * (rate / share - possible);
        if (share >= 1) {
            measured += weight * (rate - measured);
        }
        publish();
    }

    /** So much it can do in any case. */
    public void atLeast(double costPerSecond) {
        this.measured = Math.max(measured, costPerSecond);
        this.possible = Math.max(possible, costPerSecond);
        publish();
    }

    private void publish() {
        costPerSecond = Math.max(shown, Math.min(measured, possible));
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
