package org.speakdraw.launcher.supervision;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long to wait before a part is started again: half a second, then twice as long each time up to half a minute. A
 * part that has served for a minute begins anew. Used by one thread.
 */
public final class Backoff {

    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration SETTLED = Duration.ofMinutes(1);
    private static final int LOOP = 5;

    private final InstantSource clock;
    private Instant servingSince;
    private boolean serving = true;
    private int endsInARow;

    /** For a part that serves now. */
    public Backoff(InstantSource clock) {
        this.clock = clock;
        this.servingSince = clock.instant();
    }

    /** The part serves. */
    void served() {
        serving = true;
        servingSince = clock.instant();
    }

    /**
     * The part has ended, or could not be started; tells how long to wait.
     *
     * @param silent how long it had not served any more before that
     */
    Duration ended(Duration silent) {
        if (serving && !clock.instant().minus(silent).isBefore(servingSince.plus(SETTLED))) {
            endsInARow = 0;
        }
        serving = false;
        Duration wait = FIRST.multipliedBy(1L << Math.min(endsInARow, 16));
        endsInARow++;
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    /** Whether it has ended five times without having served for a minute in between. */
    boolean loops() {
        return endsInARow >= LOOP;
    }

    int endsInARow() {
        return endsInARow;
    }
}
