package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Counts wrong join codes by address, so that codes cannot be guessed. Right ones cost nothing: a whole classroom behind one
 * address joins at once. Thread-safe.
 */
@Singleton
public class JoinAttempts {

    static final int MAX_FAILURES = 20;
    private static final int MAX_ADDRESSES = 10_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<String, Integer> failures = new HashMap<>();
    private Instant windowEnd = Instant.EPOCH;

    @Inject
    public JoinAttempts(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Lets an attempt through.
     *
     * @throws RequestException {@code too-many-attempts}
     */
    synchronized void check(String address) {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            failures.clear();
            windowEnd = now.plus(WINDOW);
        }
        boolean known = failures.containsKey(address);
        if (failures.getOrDefault(address, 0) >= MAX_FAILURES || (!known && failures.size() >= MAX_ADDRESSES)) {
            throw new RequestException(ApiError.TOO_MANY_ATTEMPTS, "Too many wrong codes; wait a minute.");
        }
    }

    /** The attempt of {@code address} had a wrong code. */
    synchronized void failed(String address) {
        failures.merge(address, 1, Integer::sum);
    }
}
