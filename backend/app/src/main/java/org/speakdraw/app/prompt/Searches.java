package org.speakdraw.app.prompt;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.RequestException;

/**
 * How much may be looked for in the gallery and in past prompts: {@value #PER_MINUTE} times a minute by a participant,
 * and {@value #STRANGERS_PER_MINUTE} by all strangers of an address. At most {@value #AT_ONCE} searches have a
 * connection to the database, so that the others are left to those who write. Thread-safe.
 */
@Singleton
public class Searches {

    static final int PER_MINUTE = 300;
    static final int STRANGERS_PER_MINUTE = 1200;
    static final int AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 2;

    private final RequestRate participants = new RequestRate(PER_MINUTE);
    private final RequestRate strangers = new RequestRate(STRANGERS_PER_MINUTE);
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /**
     * Runs a search, when its turn comes.
     *
     * @param participant who searches; empty for a stranger
     * @param address     of the client
     * @throws RequestException {@code too-many-requests}, also when no turn comes within {@value #PATIENCE_SECONDS}
     *     seconds
     */
    <T> T run(Optional<UUID> participant, String address, Supplier<T> search) {
        long nanos = participant
                .map(id -> participants.request(id.toString(), System.nanoTime()))
                .orElseGet(() -> strangers.request(ClientAddress.networkOf(address), System.nanoTime()));
        if (nanos > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS, "You are searching too often.", Duration.ofNanos(nanos));
        }
        if (!place()) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS, "Many are searching at the moment.", Duration.ofSeconds(1));
        }
        try {
            return search.get();
        } finally {
            places.release();
        }
    }

    private boolean place() {
        try {
            return places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
