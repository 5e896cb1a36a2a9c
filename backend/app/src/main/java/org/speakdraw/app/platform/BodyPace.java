package org.speakdraw.app.platform;

import java.time.Duration;

/**
 * How fast a body must come: a grace for the first bytes, and so many a second from then on.
 *
 * @param grace          for any body, however small
 * @param bytesPerSecond on average, above 0
 */
record BodyPace(Duration grace, int bytesPerSecond) {

    /** Until when a body of which {@code received} bytes have come must be complete, counted from its beginning. */
    Duration allowedFor(long received) {
        return grace.plusMillis(received * 1000 / bytesPerSecond);
    }
}
