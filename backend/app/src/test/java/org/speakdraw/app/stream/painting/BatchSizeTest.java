package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** Devices that are a formula, and a clock that they move. */
class BatchSizeTest {

    private static final long COST = 65_536;
    private static final int MAX = 16;

    private long nanos;

    @Test
    void growsWhileACallHasFixedCosts() {
        assertThat(after(1, 30, rows -> 40_000_000 + 1_000_000L * rows)).isEqualTo(MAX);
    }

    @Test
    void shrinksWhereBatchesGainNothing() {
        assertThat(after(MAX, 30, rows -> 5_000_000L * rows)).isEqualTo(1);
    }

    @Test
    void staysWhereTwiceAsManyGainLittleAndHalfAsManyLoseMuch() {
        assertThat(after(4, 30, BatchSizeTest::bestWithFour)).isEqualTo(4);
    }

    @Test
    void findsTheBestSizeFromAnyOtherOnANoisyMachine() {
        Random random = new Random(3);
        IntToLongFunction noisy = rows -> (long) (bestWithFour(rows) * (1 + 0.03 * random.nextGaussian()));
        for (int start = 1; start <= MAX; start *= 2) {
            assertThat(after(start, 30, noisy)).isEqualTo(4);
        }
    }

    @Test
    void neverTriesMoreThanItMay() {
        BatchSize size = new BatchSize(1, 1, () -> nanos);
        work(size, Integer.MAX_VALUE, 100, rows -> 40_000_000);
        assertThat(size.limit()).isEqualTo(1);
    }

    @Test
    void keepsItsSizeWhileTooFewHaveAFrame() {
        BatchSize size = new BatchSize(4, MAX, () -> nanos);
        work(size, 3, 100_000, rows -> 1_000_000);
        assertThat(size.limit()).isEqualTo(4);
    }

    @Test
    void givesUpATrialThatDoesNotFillUp() {
        BatchSize size = new BatchSize(4, MAX, () -> nanos);
        work(size, 4, 100_000, rows -> 40_000_000 + 1_000_000L * rows);
        assertThat(size.limit()).isLessThanOrEqualTo(8);
        // Whether a trial runs just now depends on the tick; what was chosen does not.
        work(size, 3, 100_000, rows -> 40_000_000 + 1_000_000L * rows);
        assertThat(size.limit()).isEqualTo(4);
    }

    @Test
    void givesUpATrialWhenNothingCanBeMeasuredAnyMore() {
        BatchSize size = new BatchSize(4, MAX, () -> nanos);
        nanos += 3_000_000_000L;
        work(size, Integer.MAX_VALUE, 2, BatchSizeTest::bestWithFour);
        assertThat(size.limit()).as("in a trial").isNotEqualTo(4);
        for (int tick = 0; tick < 100; tick++) {
            size.notMeasurable();
        }
        assertThat(size.limit()).isEqualTo(4);
    }

    /** The size after so many trials of a device that always has enough to do. */
    private int after(int start, int trials, IntToLongFunction device) {
        BatchSize size = new BatchSize(start, MAX, () -> nanos);
        for (int trial = 0; trial < trials; trial++) {
            nanos += 3_000_000_000L;
            work(size, Integer.MAX_VALUE, 33, device);
        }
        return size.limit();
    }

    private void work(BatchSize size, int withRows, int ticks, IntToLongFunction device) {
        for (int tick = 0; tick < ticks; tick++) {
            int limit = size.limit();
            int rows = Math.min(withRows, limit);
            long took = device.applyAsLong(rows);
            nanos += took;
            size.worked(limit, rows, rows * COST, took);
        }
    }

    /** Nanoseconds of a tick: 8, 6, 5, 4.9 and 4.9 ms a row with 1, 2, 4, 8 and 16 of them. */
    private static long bestWithFour(int rows) {
        double perRow = switch (rows) {
            case 1 -> 8;
            case 2 -> 6;
            case 4 -> 5;
            default -> 4.9;
        };
        return (long) (1e6 * perRow * rows);
    }
}
