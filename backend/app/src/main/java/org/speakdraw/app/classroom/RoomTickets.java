package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
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
    /** As many as one person has pages. */
    static final int MAX_OF_PERSON = 4;
    /** As many as a classroom has projectors. */
    static final int MAX_OF_PROJECTORS = 8;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /** Oldest first. */
    private final Map<String, Issued> waiting = new LinkedHashMap<>();

    @Inject
    public RoomTickets(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What a ticket says.
     *
     * @param participant empty for a projector
     */
    record Ticket(UUID classroom, RoomRole role, Optional<UUID> participant) {

        /** How many of the same may wait. */
        private int most() {
            return role == RoomRole.PROJECTOR ? MAX_OF_PROJECTORS : MAX_OF_PERSON;
        }
    }

    private record Issued(Ticket ticket, Instant until) {}

    /**
     * A new ticket, 43 characters. Where too many of the same wait, the oldest gives way.
     *
     * @throws RequestException {@code server-full}
     */
    synchronized String issue(Ticket ticket) {
        Instant now = clock.instant();
        List<String> same = waiting.entrySet().stream()
                .filter(entry -> entry.getValue().ticket.equals(ticket))
                .map(Map.Entry::getKey)
                .toList();
        if (same.size() >= ticket.most()) {
            waiting.remove(same.get(0));
        }
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

    /** Takes back what the classroom's projectors have not used yet. */
    synchronized void forgetProjectors(UUID classroom) {
        waiting.values()
                .removeIf(issued -> issued.ticket.role() == RoomRole.PROJECTOR
                        && issued.ticket.classroom().equals(classroom));
    }

    /** What {@code secret} says, once and in time. */
    synchronized Optional<Ticket> redeem(String secret) {
        return Optional.ofNullable(waiting.remove(secret))
                .filter(issued -> clock.instant().isBefore(issued.until))
                .map(Issued::ticket);
    }
}
