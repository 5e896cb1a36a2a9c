package org.speakdraw.app.stream.wire;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * How many messages that change something one socket may send, with a burst on top. What is over that is left out, which is
 * said once a second. One connection's; the container's thread.
 */
public final class MessageRate {

    private static final long BETWEEN_COMPLAINTS = Duration.ofSeconds(1).toNanos();

    private final int perMinute;
    private final int burst;
    private final long interval;
    private final LongSupplier nanoTime;
    private long paidUntil;
    private long complained;

    /**
     * @param perMinute messages, in the long run
     * @param burst     of so many at once, after a pause
     */
    public MessageRate(int perMinute, int burst) {
        this(perMinute, burst, System::nanoTime);
    }

    MessageRate(int perMinute, int burst, LongSupplier nanoTime) {
        this.perMinute = perMinute;
        this.burst = burst;
        this.interval = Duration.ofMinutes(1).toNanos() / perMinute;
        this.nanoTime = nanoTime;
        this.paidUntil = nanoTime.getAsLong();
        this.complained = paidUntil - BETWEEN_COMPLAINTS;
    }

    /** As fast as a slider moves. */
    public static MessageRate ofSliders() {
        return new MessageRate(3_600, 120);
    }

    /**
     * A message has come.
     *
     * @return whether it counts
     * @throws RequestException {@code too-many-requests}: it does not, and the client is to be told
     */
    public boolean take() {
        long now = nanoTime.getAsLong();
        long paid = Math.max(0, paidUntil - now) + interval;
        if (paid <= burst * interval) {
            paidUntil = now + paid;
            return true;
        }
        if (now - complained < BETWEEN_COMPLAINTS) {
            return false;
        }
        complained = now;
        throw new RequestException(
                ApiError.TOO_MANY_REQUESTS,
                "At most " + perMinute + " changes a minute are taken; some of yours were left out.");
    }
}
