package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.RequestException;

/**
 * Bounds how many wrong join codes can be tried a minute, by participant first: {@value #MAX_OF_PARTICIPANT} for whoever came
 * with a cookie of this server. All of an address together, strangers without a cookie among them, may be wrong as often as a
 * class of thirty could be; after that its participants who have not been wrong themselves still get through, up to twice as
 * many. So nobody is kept out by neighbours who mistype, and not even by one who floods the address with guesses. Right codes
 * cost nothing. Thread-safe.
 *
 * <p>A script can have as many cookies as it likes, so what bounds it is the address: {@value #MAX_WITH_NEWCOMERS} guesses a
 * minute. There are 27<sup>6</sup> = 387 million codes. Against a server with 100 classrooms it takes 3.8 million guesses on
 * average to find any of them, which is 2.2 days without a pause from one address, with a line in the audit log for every guess;
 * against one certain classroom it takes 112 days.
 */
@Singleton
public class JoinAttempts {

    static final int MAX_OF_PARTICIPANT = 20;
    static final int MAX_OF_ADDRESS = 30 * MAX_OF_PARTICIPANT;
    static final int MAX_WITH_NEWCOMERS = 2 * MAX_OF_ADDRESS;
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Of each kind; those beyond share one count. */
    private static final int MAX_COUNTED = 10_000;

    private static final String OTHER_ADDRESSES = "";
    private static final UUID OTHER_PARTICIPANTS = new UUID(0, 0);

    private final InstantSource clock;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Map<UUID, Integer> byParticipant = new HashMap<>();
    private Instant windowEnd = Instant.EPOCH;

    @Inject
    public JoinAttempts(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Lets an attempt through.
     *
     * @param participant whose cookie came with the request; empty for a stranger
     * @throws RequestException {@code too-many-attempts}
     */
    synchronized void check(Optional<UUID> participant, String address) {
        Instant now = beginWindowWhenDue();
        int own = participant
                .map(id -> byParticipant.getOrDefault(key(byParticipant, id, OTHER_PARTICIPANTS), 0))
                .orElse(MAX_OF_PARTICIPANT - 1);
        int limit = own == 0 ? MAX_WITH_NEWCOMERS : MAX_OF_ADDRESS;
        int ofAddress = byAddress.getOrDefault(key(byAddress, ClientAddress.networkOf(address), OTHER_ADDRESSES), 0);
        if (own >= MAX_OF_PARTICIPANT || ofAddress >= limit) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_ATTEMPTS,
                    "Too many wrong codes. Wait a minute and try again.",
                    Duration.between(now, windowEnd));
        }
    }

    /**
     * Counts a wrong code.
     *
     * @return whether it was the last one that its participant, or its address, had
     */
    synchronized boolean failed(Optional<UUID> participant, String address) {
        beginWindowWhenDue();
        int own = participant
                .map(id -> byParticipant.merge(key(byParticipant, id, OTHER_PARTICIPANTS), 1, Integer::sum))
                .orElse(0);
        int ofAddress =
                byAddress.merge(key(byAddress, ClientAddress.networkOf(address), OTHER_ADDRESSES), 1, Integer::sum);
        return own == MAX_OF_PARTICIPANT || ofAddress == MAX_OF_ADDRESS || ofAddress == MAX_WITH_NEWCOMERS;
    }

    private Instant beginWindowWhenDue() {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            byAddress.clear();
            byParticipant.clear();
            windowEnd = now.plus(WINDOW);
        }
        return now;
    }

    private static <K> K key(Map<K, Integer> counts, K wanted, K others) {
        return counts.containsKey(wanted) || counts.size() < MAX_COUNTED ? wanted : others;
    }
}
