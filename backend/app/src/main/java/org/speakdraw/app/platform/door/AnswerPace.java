package org.speakdraw.app.platform.door;

import java.time.Duration;

/**
 * How fast a client must take an answer, counted over the time in which the server waited for it.
 *
 * @param interval       between two looks
 * @param bytesPerSecond above 0
 */
record AnswerPace(Duration interval, int bytesPerSecond) {

    /**
     * Whether a client is too slow. One for whom the server waited less than half of the interval had nothing to take
     * for the rest of it, and may have begun just now.
     *
     * @param taken       bytes in the interval
     * @param waitedNanos of the interval
     */
    boolean isTooSlow(long taken, long waitedNanos) {
        return waitedNanos > interval.toNanos() / 2
                && taken
                        < (double) bytesPerSecond
                                * waitedNanos
                                / Duration.ofSeconds(1).toNanos();
    }
}
