package org.speakdraw.app.stream.painting;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many UNet rows share a call, and so how many streams a tick. It begins with what was measured at the start, when
 * the machine had other things to do, too, and goes on measuring with the work itself: while calls fill up, half or
 * twice as many rows are tried in turns with the present number for a few ticks, and the faster number stays. Belongs to
 * the engine's thread.
 */
final class BatchSize {

    private static final long BETWEEN_TRIALS_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Half of them with each size. */
    private static final int TICKS_OF_A_TRIAL = 24;
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
    int limit() {
        return trial.running() && trial.rivalsTurn() ? trial.rival : chosen;
    }

    /**
     * A tick has been done.
     *
     * @param rows  in it; those of streams with several steps can be more than {@link #limit}
     * @param cost  rows times pixels, positive
     * @param nanos that it took
     */
    void worked(int rows, long cost, long nanos) {
        boolean full = rows >= limit();
        if (trial.running()) {
            trial.ticked(full, (double) nanos / cost);
            if (!trial.running()) {
                chosen = trial.better(chosen);
                nextTrialNanos = nanoTime.getAsLong() + BETWEEN_TRIALS_NANOS;
            }
        } else if (full && nanoTime.getAsLong() - nextTrialNanos >= 0) {
            larger = chosen == 1 || (!larger && 2 * chosen <= max);
            int rival = larger ? 2 * chosen : chosen / 2;
            if (rival <= max) {
                trial.begin(rival);
            }
        }
    }

    /** A tick has been done whose time says nothing: a trial does not wait for better ones for ever. */
    void notMeasurable() {
        if (trial.running()) {
            trial.ticked(false, 0);
        }
    }

    /** Ticks of two sizes in turns. */
    private static final class Trial {

        private final double[] nanosPerCost = new double[2];
        private int rival;
        private int ticks = TICKS_OF_A_TRIAL;
        private int unfilled;

        void begin(int size) {
            rival = size;
            ticks = 0;
            unfilled = 0;
            nanosPerCost[0] = 0;
            nanosPerCost[1] = 0;
        }

        boolean running() {
            return ticks < TICKS_OF_A_TRIAL && unfilled < PATIENCE;
        }

        boolean rivalsTurn() {
            return ticks % 2 == 1;
        }

        void ticked(boolean full, double measured) {
            if (full) {
                nanosPerCost[ticks % 2] += measured;
                ticks++;
            } else {
                unfilled++;
            }
        }

        int better(int present) {
            if (ticks < TICKS_OF_A_TRIAL) {
                return present;
            }
            boolean rivalIsLarger = rival > present;
            double small = nanosPerCost[rivalIsLarger ? 0 : 1];
            double large = nanosPerCost[rivalIsLarger ? 1 : 0];
            return large < WORTHWHILE * small ? Math.max(rival, present) : Math.min(rival, present);
        }
    }
}
