package org.speakdraw.app.stream.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Predicate;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** What one origin may have of the server, whatever capacity there is. Thread-safe. */
@Singleton
public class SessionQuotas {

    /** Places are given up by the minute, not by the second. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final AdmissionLimits limits;
    private final RequestRate rate;

    @Inject
    SessionQuotas(AdmissionLimits limits) {
        this.limits = limits;
        this.rate = new RequestRate(limits.perMinutePerAddress());
    }

    /**
     * Somebody wants to open a session; counts, even when it comes to nothing.
     *
     * @throws RequestException {@code too-many-requests}
     */
    void opening(SessionOrigin origin) {
        long nanos = rate.request(origin.address(), System.nanoTime());
        if (nanos > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "Too many sessions were opened from your address.",
                    Duration.ofNanos(nanos));
        }
    }

    /**
     * Makes sure that one more fits.
     *
     * @param sessions origins of those that are open
     * @throws RequestException {@code too-many-sessions}
     */
    void require(SessionOrigin origin, Collection<SessionOrigin> sessions) {
        require(
                "your address",
                limits.perAddress(),
                sessions,
                other -> other.address().equals(origin.address()));
        require(
                "your classroom",
                limits.perClassroom(),
                sessions,
                other -> origin.classroom().isPresent() && other.classroom().equals(origin.classroom()));
    }

    private static void require(
            String whose, int limit, Collection<SessionOrigin> sessions, Predicate<SessionOrigin> same) {
        if (sessions.stream().filter(same).count() >= limit) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_SESSIONS, "All " + limit + " places of " + whose + " are taken.", RETRY_AFTER);
        }
    }
}
