package org.speakdraw.app.stream.wire;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * How many messages that change something one socket may send: as fast as a slider moves, and a burst on top. What is
 * over that is left out, which is said once a second. One connection's; the container's thread.
 */
public final class MessageRate {

    static final int PER_SECOND = 60;
    static final int BURST = 120;
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos() / PER_SECOND;
    private static final long BETWEEN_COMPLAINTS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private long paidUntil;
    private long complained;

    public MessageRate() {
        this(System::nanoTime);
    }

    MessageRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.paidUntil = nanoTime.getAsLong();
        this.complained = paidUntil - BETWEEN_COMPLAINTS;
    }

    /**
     * A message has come.
     *
     * @return whether it counts
     * @throws RequestException {@code too-many-requests}: it does not, and the client is to be told
     */
    public boolean take() {
        long now = nanoTime.getAsLong();
        long paid = Math.max(0, paidUntil - now) + INTERVAL;
        if (paid <= BURST * INTERVAL) {
            paidUntil = now + paid;
            return true;
        }
        if (now - complained < BETWEEN_COMPLAINTS) {
            return false;
        }
        complained = now;
        throw new RequestException(
                ApiError.TOO_MANY_REQUESTS,
                "At most " + PER_SECOND + " changes a second are taken; some of yours were left out.");
    }
}
