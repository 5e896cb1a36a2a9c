package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;

/**
 * Lets sockets into rooms: who somebody is was seen by the HTTP call that gave the ticket out, with its cookie or the
 * projector's key. A ticket opens one socket, soon. Thread-safe.
 */
@Singleton
public class RoomTickets {

    static final Duration LIFETIME = Duration.ofSeconds(30);
    /** A server's worth of classes that all come back in the same half minute. */
    static final int MAX_WAITING = 2_000;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> waiting = new HashMap<>();

    @Inject
    public RoomTickets(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What a ticket says.
     *
     * @param participant empty for a projector
     */
    record Ticket(UUID classroom, RoomRole role, Optional<UUID> participant) {}

    private record Issued(Ticket ticket, Instant until) {}

    /**
     * A new ticket, 43 characters.
     *
     * @throws RequestException {@code server-full}
     */
    synchronized String issue(Ticket ticket) {
        Instant now = clock.instant();
        if (waiting.size() >= MAX_WAITING) {
            waiting.values().removeIf(issued -> !now.isBefore(issued.until));
        }
        if (waiting.size() >= MAX_WAITING) {
            throw new RequestException(ApiError.SERVER_FULL, "Too many are coming in at the moment. Try again.");
        }
        String secret = Secret.draw(random);
        waiting.put(secret, new Issued(ticket, now.plus(LIFETIME)));
        return secret;
    }

    /** What {@code secret} says, once and in time. */
    synchronized Optional<Ticket> redeem(String secret) {
        return Optional.ofNullable(waiting.remove(secret))
                .filter(issued -> clock.instant().isBefore(issued.until))
                .map(Issued::ticket);
    }
}
