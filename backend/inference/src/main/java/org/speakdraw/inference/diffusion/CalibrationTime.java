package org.speakdraw.inference.diffusion;

import java.time.Duration;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/** How long a calibration may go on. Looks at the clock once a picture. Used by one thread. */
final class CalibrationTime {

    /** The first picture may take long once, because the device makes itself ready. */
    private static final int WARM = 1;

    private final long limit;
    private final LongSupplier nanoTime;
    private final int needed;
    private final DoubleConsumer progress;
    private final long start;
    private long warm;
    private long spent;
    private int painted;

    /**
     * Begins now.
     *
     * @param needed   pictures without which the others are of no use
     * @param progress is told the share of the time that is over, 0..1
     */
    CalibrationTime(Duration limit, LongSupplier nanoTime, int needed, DoubleConsumer progress) {
        this.limit = limit.toNanos();
        this.nanoTime = nanoTime;
        this.needed = needed;
        this.progress = progress;
        start = nanoTime.getAsLong();
    }

    /** A picture is done. */
    void painted() {
        painted++;
        spent = nanoTime.getAsLong() - start;
        if (painted == WARM) {
            warm = spent;
        }
        progress.accept(Math.min(1, spent / (double) limit));
    }

    /** Whether there is time for another picture, and, as long as that can be told, for all that are needed. */
    boolean goesOn() {
        return spent <= limit && (painted <= WARM || expected() <= limit);
    }

    /** Until all are there that are needed. */
    private double expected() {
        double each = (spent - warm) / (double) (painted - WARM);
        return spent + each * Math.max(0, needed - painted);
    }
}
