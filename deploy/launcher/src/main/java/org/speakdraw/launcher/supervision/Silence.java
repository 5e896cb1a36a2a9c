package org.speakdraw.launcher.supervision;

import java.time.Duration;

/**
 * How long a part that runs has not answered. It is asked at regular intervals and its silences in a row are counted
 * rather than timed: a machine that slept for an hour has asked nothing meanwhile. Used by one thread.
 */
public final class Silence {

    private final Duration limit;
    private final Duration interval;
    private int silences;

    /**
     * Begins with a part that answers.
     *
     * @param limit    the longest silence that is put up with; zero puts up with any
     * @param interval between two questions
     */
    public Silence(Duration limit, Duration interval) {
        this.limit = limit;
        this.interval = interval;
    }

    /** Notes what came of a question; whether the part has been silent for too long. */
    public boolean isTooLong(boolean answered) {
        silences = answered ? 0 : silences + 1;
        return !limit.isZero() && interval.multipliedBy(silences).compareTo(limit) >= 0;
    }
}
