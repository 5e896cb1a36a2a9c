package org.speakdraw.acceptance.outage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A time without pictures.
 *
 * @param from the last picture before
 * @param to   the first one after it
 */
record Gap(Instant from, Instant to) {

    /**
     * The longest one that an outage made.
     *
     * @param times  of pictures, in order
     * @param outage its beginning
     */
    static Gap of(List<Instant> times, Instant outage) {
        Gap longest = new Gap(outage, outage);
        for (int i = 1; i < times.size(); i++) {
            Gap gap = new Gap(times.get(i - 1), times.get(i));
            if (gap.to().isAfter(outage) && gap.length().compareTo(longest.length()) > 0) {
                longest = gap;
            }
        }
        return longest;
    }

    Duration length() {
        return Duration.between(from, to);
    }

    double seconds() {
        return length().toMillis() / 1000.0;
    }
}
