package org.speakdraw.app.stream.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamLimits;

/** What one origin may have of the server, whatever capacity there is. Thread-safe. */
@Singleton
public class SessionQuotas {

    private final AdmissionLimits limits;
    private final int places;
    private final RequestRate rate;

    @Inject
    SessionQuotas(AdmissionLimits limits, StreamLimits stream) {
        this.limits = limits;
        this.places = stream.maxSessions();
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
     * Makes sure that one more fits: of the participant first, of the address last.
     *
     * @param sessions origins of those that are open
     * @throws RequestException {@code too-many-sessions}, {@code server-full}
     */
    void require(SessionOrigin origin, Collection<SessionOrigin> sessions) {
        require("yours", limits.perParticipant(), count(sessions, SessionOrigin::participant, origin));
        require("your classroom", limits.perClassroom(), count(sessions, SessionOrigin::classroom, origin));
        int ofAddress = held(origin, sessions);
        require("your address", limits.perAddress(), ofAddress);
        int free = places - sessions.size();
        if (free <= 0) {
            throw new RequestException(ApiError.SERVER_FULL, "All " + places + " places are taken.");
        }
        int reserved = Math.min(limits.reservedPlaces(), places / 4);
        if (free <= reserved && ofAddress > free) {
            throw tooMany("The last " + free + " places are kept for other addresses than yours, which has " + ofAddress
                    + " already.");
        }
    }

    /** Sessions from the address of {@code origin}. */
    static int held(SessionOrigin origin, Collection<SessionOrigin> sessions) {
        return (int) sessions.stream()
                .filter(other -> other.address().equals(origin.address()))
                .count();
    }

    private static int count(
            Collection<SessionOrigin> sessions, Function<SessionOrigin, Optional<UUID>> of, SessionOrigin origin) {
        Optional<UUID> own = of.apply(origin);
        return own.isEmpty()
                ? 0
                : (int) sessions.stream()
                        .filter(other -> of.apply(other).equals(own))
                        .count();
    }

    private static void require(String whose, int limit, int held) {
        if (held >= limit) {
            throw tooMany("All " + limit + " places of " + whose + " are taken.");
        }
    }

    private static RequestException tooMany(String detail) {
        return new RequestException(ApiError.TOO_MANY_SESSIONS, detail);
    }
}
