package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.RequestException;

/**
 * Bounds how many wrong join codes can be tried a minute. A right code is not refused for the mistakes of neighbours:
 * <ul>
 *   <li>Whoever came with a cookie of this server is told {@value #MAX_OF_PARTICIPANT} times that a code is wrong, and
 *       then refused. Until then only its own mistakes count; before its first one it gets through whatever others do.
 *   <li>All others of an address, strangers and those who have been wrong, may be wrong {@value #MAX_OF_ADDRESS} times.
 *       After that their codes are still looked up: right ones join, wrong ones are answered as too many attempts.
 *   <li>Of these late look-ups there are {@value #MAX_LATE} wrong ones a minute on the whole server; those beyond are
 *       refused unseen. Only a flood of more than a hundred requests a second gets there, and the addresses that keep
 *       within their bound do not notice it.
 * </ul>
 *
 * <p>Cookies can be had for nothing, so what keeps guessing hopeless is the number of codes, 27<sup>8</sup> = 282
 * billion.
 * Against a server with 100 classrooms it takes 2.8 billion guesses on average to find any of them: 33 days even at a
 * thousand look-ups a second, which is more than a server answers; and 4.5 years for one certain classroom.
 * Thread-safe.
 */
@Singleton
public class JoinAttempts {

    static final int MAX_OF_PARTICIPANT = 20;
    static final int MAX_OF_ADDRESS = 30 * MAX_OF_PARTICIPANT;
    static final int MAX_LATE = 6_000;
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Of each kind. Addresses beyond share one count; participants beyond are taken for strangers. */
    private static final int MAX_COUNTED = 10_000;

    private static final String OTHER_ADDRESSES = "";

    private final LongSupplier nanoTime;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Map<UUID, Integer> byParticipant = new HashMap<>();
    private int late;
    private long windowEnd;

    @Inject
    public JoinAttempts() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    JoinAttempts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowEnd = nanoTime.getAsLong();
    }

    /** A code that may be looked up; it counts as a wrong one until it is known to be right. */
    final class Attempt {
        private final Optional<UUID> participant;
        private final String network;
        private final boolean isLate;
        private final boolean isLast;
        private final long end;

        private Attempt(Optional<UUID> participant, String network, boolean isLate, boolean isLast) {
            this.participant = participant;
            this.network = network;
            this.isLate = isLate;
            this.isLast = isLast;
            this.end = windowEnd;
        }

        /** The code was right, so it costs nothing. */
        void right() {
            giveBack(this);
        }

        /**
         * What a wrong code is answered with.
         *
         * @return empty for that it is wrong
         */
        Optional<RequestException> refusal() {
            return isLate ? Optional.of(tooMany(end - nanoTime.getAsLong())) : Optional.empty();
        }

        /** Whether it was the last one, if wrong, that its participant or its address had. */
        boolean last() {
            return isLast;
        }
    }

    /**
     * Lets an attempt through.
     *
     * @param known whose cookie came with the request; empty for a stranger
     * @throws RequestException {@code too-many-attempts}
     */
    synchronized Attempt begin(Optional<UUID> known, String address) {
        long now = nanoTime.getAsLong();
        if (now - windowEnd >= 0) {
            byAddress.clear();
            byParticipant.clear();
            late = 0;
            windowEnd = now + WINDOW.toNanos();
        }
        Optional<UUID> participant =
                known.filter(id -> byParticipant.containsKey(id) || byParticipant.size() < MAX_COUNTED);
        String network = countedAs(ClientAddress.networkOf(address));
        int own = participant.map(id -> byParticipant.getOrDefault(id, 0)).orElse(0);
        int ofAddress = byAddress.getOrDefault(network, 0);
        boolean unblemished = participant.isPresent() && own == 0;
        boolean isLate = ofAddress >= MAX_OF_ADDRESS && !unblemished;
        if (own >= MAX_OF_PARTICIPANT || (isLate && late >= MAX_LATE)) {
            throw tooMany(windowEnd - now);
        }
        participant.ifPresent(id -> byParticipant.put(id, own + 1));
        byAddress.put(network, ofAddress + 1);
        late += isLate ? 1 : 0;
        boolean isLast =
                own + 1 == MAX_OF_PARTICIPANT || ofAddress + 1 == MAX_OF_ADDRESS || (isLate && late == MAX_LATE);
        return new Attempt(participant, network, isLate, isLast);
    }

    private synchronized void giveBack(Attempt attempt) {
        if (attempt.end == windowEnd) {
            attempt.participant.ifPresent(id -> byParticipant.merge(id, -1, Integer::sum));
            byAddress.merge(attempt.network, -1, Integer::sum);
            late -= attempt.isLate ? 1 : 0;
        }
    }

    private String countedAs(String network) {
        return byAddress.containsKey(network) || byAddress.size() < MAX_COUNTED ? network : OTHER_ADDRESSES;
    }

    private static RequestException tooMany(long nanos) {
        return RequestException.tooMany(
                ApiError.TOO_MANY_ATTEMPTS,
                "Too many wrong codes. Wait a minute and try again.",
                Duration.ofNanos(nanos));
    }
}
