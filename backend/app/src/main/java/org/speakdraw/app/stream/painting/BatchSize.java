package org.speakdraw.app.stream.painting;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many UNet rows share a call, and so how many streams a tick. It begins with what was measured at the start, when
 * the machine had other things to do, too, and goes on measuring with the work itself: while calls fill up, half or
 * twice as many rows are tried in turns with the present number, a few ticks each, and the faster number stays.
 * Thread-safe: ticks may be over on another thread than they begin on, and when the next one has begun.
 */
final class BatchSize {

    private static final long BETWEEN_TRIALS_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** In turns with each size. */
    private static final int BLOCKS_OF_A_TRIAL = 4;

    private static final int TICKS_OF_A_BLOCK = 6;
    /** The first of a block overlap with the last of the one before. */
    private static final int IGNORED_TICKS = 2;
    /** Ticks that do not fill a call, since too few streams have a frame, do not count; so many end a trial. */
    private static final int PATIENCE = 24;
    /** A larger batch delays its first picture: it has to gain this much. */
    private static final double WORTHWHILE = 0.95;

    private final int max;
    private final LongSupplier nanoTime;
    private final Trial trial = new Trial();
    private int chosen;
    private boolean larger;
    private long nextTrialNanos;

    /**
     * A size that goes on from {@code measured}.
     *
     * @param measured rows, 1..{@code max}
     * @param max      rows
     */
    BatchSize(int measured, int max, LongSupplier nanoTime) {
        this.chosen = measured;
        this.max = max;
        this.nanoTime = nanoTime;
        this.nextTrialNanos = nanoTime.getAsLong() + BETWEEN_TRIALS_NANOS;
    }

    /** Rows of the next call, and streams of the next tick, at most. */
    synchronized int limit() {
        return trial.running() ? trial.size() : chosen;
    }

    /**
     * A tick has been done.
     *
     * @param limit as it was when the tick began
     * @param rows  in it; those of streams with several steps can be more than that
     * @param cost  rows times pixels, positive
     * @param nanos that it took
     */
    synchronized void worked(int limit, int rows, long cost, long nanos) {
        boolean full = rows >= limit;
        if (trial.running()) {
            if (full) {
                trial.ticked(limit, (double) nanos / cost);
            } else {
                trial.unfilled();
            }
            if (!trial.running()) {
                chosen = trial.better(chosen);
                nextTrialNanos = nanoTime.getAsLong() + BETWEEN_TRIALS_NANOS;
            }
        } else if (full && nanoTime.getAsLong() - nextTrialNanos >= 0) {
            larger = chosen == 1 || (!larger && 2 * chosen <= max);
            int rival = larger ? 2 * chosen : chosen / 2;
            if (rival <= max) {
                trial.begin(chosen, rival);
            }
        }
    }

    /** A tick has been done whose time says nothing: a trial does not wait for better ones for ever. */
    synchronized void notMeasurable() {
        if (trial.running()) {
            trial.unfilled();
            if (!trial.running()) {
                nextTrialNanos = nanoTime.getAsLong() + BETWEEN_TRIALS_NANOS;
            }
        }
    }

    /** Ticks of two sizes in turns. */
    private static final class Trial {

        private final double[] nanosPerCost = new double[2];
        private final int[] sizes = new int[2];
        private int block = BLOCKS_OF_A_TRIAL;
        private int tick;
        private int unfilled;

        void begin(int present, int rival) {
            sizes[0] = present;
            sizes[1] = rival;
            Arrays.fill(nanosPerCost, 0);
            block = 0;
            tick = 0;
            unfilled = 0;
        }

        boolean running() {
            return block < BLOCKS_OF_A_TRIAL && unfilled < PATIENCE;
        }

        int size() {
            return sizes[1 - block % 2];
        }

        void unfilled() {
            unfilled++;
        }

        void ticked(int size, double measured) {
            if (size != size()) {
                return;
            }
            tick++;
            if (tick > IGNORED_TICKS) {
                nanosPerCost[1 - block % 2] += measured;
            }
            if (tick == IGNORED_TICKS + TICKS_OF_A_BLOCK) {
                block++;
                tick = 0;
            }
        }

        int better(int present) {
            if (block < BLOCKS_OF_A_TRIAL) {
                return present;
            }
            int small = sizes[0] < sizes[1] ? 0 : 1;
            int large = 1 - small;
            return nanosPerCost[large] < WORTHWHILE * nanosPerCost[small] ? sizes[large] : sizes[small];
        }
    }
}
