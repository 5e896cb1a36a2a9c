package org.speakdraw.app.stream.session;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.speakdraw.app.stream.frames.SessionCounters;

/**
 * Whether anything moves in a session: frames that come, pictures that are painted. Looks at the counts now and then,
 * so that it costs a frame nothing. Thread-safe; one thread {@linkplain #review reviews}.
 */
final class Activity {

    private final SessionCounters counters;
    private final LongSupplier nanoTime;
    private volatile long seen;
    private volatile long movedNanos;

    Activity(SessionCounters counters, LongSupplier nanoTime) {
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.movedNanos = nanoTime.getAsLong();
    }

    /** Looks whether anything has moved. */
    void review() {
        long now = movements();
        if (now != seen) {
            seen = now;
            excuse();
        }
    }

    /** Nothing could move until now. */
    void excuse() {
        movedNanos = nanoTime.getAsLong();
    }

    /** Whether there was ever a frame or a picture. */
    boolean ever() {
        return movements() > 0;
    }

    /** How long nothing has moved. */
    Duration quiet() {
        return Duration.ofNanos(nanoTime.getAsLong() - movedNanos);
    }

    private long movements() {
        return counters.totalReceived() + counters.totalPainted();
    }
}
