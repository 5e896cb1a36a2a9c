package org.speakdraw.app.stream.frames;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Asks for the pictures of a session that paints from its prompt only, as a camera would: one at a time, and no faster
 * than its pace. It stands still until it is told that another picture is wanted, so a session whose picture does not
 * change costs nothing. Thread-safe.
 */
public final class PromptOnlyClock {

    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final Runnable tick;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile long lastNanos;

    /**
     * A clock that stands still.
     *
     * @param nanoTime      the time of {@code scheduler}
     * @param intervalNanos from tick to tick at least
     * @param tick          must not throw or wait
     */
    public PromptOnlyClock(
            ScheduledExecutorService scheduler, LongSupplier nanoTime, long intervalNanos, Runnable tick) {
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
        this.intervalNanos = intervalNanos;
        this.tick = tick;
        this.lastNanos = nanoTime.getAsLong() - intervalNanos;
    }

    /** Another picture is wanted. */
    public void wake() {
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        long delay = Math.max(0, lastNanos + intervalNanos - nanoTime.getAsLong());
        try {
            var unused = scheduler.schedule(this::run, delay, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server is going down.
            scheduled.set(false);
        }
    }

    private void run() {
        lastNanos = nanoTime.getAsLong();
        scheduled.set(false);
        tick.run();
    }
}
