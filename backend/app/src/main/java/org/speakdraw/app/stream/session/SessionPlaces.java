package org.speakdraw.app.stream.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Who has the places of the server. Thread-safe. */
final class SessionPlaces {

    private static final Comparator<LiveSession> LONGEST_AWAY =
            Comparator.comparing(LiveSession::away).reversed();

    private final Map<UUID, LiveSession> sessions = new ConcurrentHashMap<>();
    private final SessionQuotas quotas;

    SessionPlaces(SessionQuotas quotas) {
        this.quotas = quotas;
    }

    /**
     * Gives {@code newcomer} a place. Where there is none, a session goes that nobody attends: one of the same
     * participant; or one whose client left before it sent anything, of the address that has most; or one of a
     * neighbour that has been away for longer than coming back takes.
     *
     * @return the one that goes, which has no place any more
     * @throws RequestException {@code session-busy}, {@code too-many-sessions}, {@code server-full}
     */
    synchronized Optional<LiveSession> take(LiveSession newcomer) {
        if (sessions.containsKey(newcomer.id())) {
            throw new RequestException(ApiError.SESSION_BUSY, "The session is open already.");
        }
        List<LiveSession> here = List.copyOf(sessions.values());
        Optional<LiveSession> leaver = Optional.empty();
        try {
            quotas.require(newcomer.origin(), origins(here));
        } catch (RequestException full) {
            leaver = Optional.of(leaver(newcomer, here).orElseThrow(() -> full));
        }
        leaver.ifPresent(this::leave);
        sessions.put(newcomer.id(), newcomer);
        return leaver;
    }

    private Optional<LiveSession> leaver(LiveSession newcomer, List<LiveSession> here) {
        List<SessionOrigin> origins = origins(here);
        SessionOrigin wants = newcomer.origin();
        Stream<LiveSession> own = here.stream()
                .filter(session -> session.left() && session.origin().sharesParticipant(wants))
                .sorted(LONGEST_AWAY);
        int held = SessionQuotas.held(wants, origins);
        Stream<LiveSession> abandoned = here.stream()
                .filter(LiveSession::abandoned)
                .filter(session -> SessionQuotas.held(session.origin(), origins) >= held)
                .sorted(Comparator.<LiveSession>comparingInt(session -> -SessionQuotas.held(session.origin(), origins))
                        .thenComparingLong(LiveSession::openedNanos));
        Stream<LiveSession> neighbours = here.stream()
                .filter(session -> session.leftForLong() && session.origin().isNeighbourOf(wants))
                .sorted(LONGEST_AWAY);
        return Stream.of(own, abandoned, neighbours)
                .flatMap(Function.identity())
                .filter(session -> fitsWithout(session, newcomer, origins))
                .findFirst();
    }

    private boolean fitsWithout(LiveSession leaver, LiveSession newcomer, List<SessionOrigin> origins) {
        List<SessionOrigin> others = new ArrayList<>(origins);
        others.remove(leaver.origin());
        try {
            quotas.require(newcomer.origin(), others);
            return true;
        } catch (RequestException e) {
            return false;
        }
    }

    private static List<SessionOrigin> origins(Collection<LiveSession> sessions) {
        return sessions.stream().map(LiveSession::origin).toList();
    }

    /** {@code session} gives its place up. */
    void leave(LiveSession session) {
        sessions.remove(session.id(), session);
    }

    Optional<LiveSession> find(UUID id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** All that have one. */
    Collection<LiveSession> all() {
        return List.copyOf(sessions.values());
    }

    /** How many are taken. */
    int taken() {
        return sessions.size();
    }
}
