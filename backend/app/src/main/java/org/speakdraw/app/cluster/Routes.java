package org.speakdraw.app.cluster;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Which node a request is for. Sessions are where the directory says, or else where they began; classes and new sessions
 * where {@link Placement} has put them. Asks the database, so not for I/O threads. Thread-safe.
 */
@Singleton
public class Routes {

    private static final String ID = "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})";
    private static final Pattern SESSION =
            Pattern.compile("/(?:(?:api|ws)/sessions|api/stream|api/replay)/" + ID + "(?:/.*)?");
    /** While its session lives a recording is cut where it goes on. */
    private static final Pattern RECORDING = Pattern.compile("/api/recordings/" + ID);

    private static final Pattern CLASSROOM = Pattern.compile("/api/classrooms/" + ID + "(?:/.*)?");
    private static final Pattern ROOM = Pattern.compile("/ws/classrooms/[^/]+");
    private static final String OPENING = "/api/sessions";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    /** Of a network: a whole school that comes back after a death may ask a few times each; made-up ids cost no more. */
    static final int LOOKUPS_A_MINUTE = 6_000;

    /** After which a session that has moved is found where it is. */
    static final Duration SOON = Duration.ofSeconds(1);

    private final Membership membership;
    private final Placement placement;
    private final DirectoryStore directory;
    private final Residents residents;
    private final RequestRate lookups = new RequestRate(LOOKUPS_A_MINUTE);

    @Inject
    public Routes(Membership membership, Placement placement, DirectoryStore directory, Residents residents) {
        this.membership = membership;
        this.placement = placement;
        this.directory = directory;
        this.residents = residents;
    }

    /**
     * A request, as far as it matters for its way.
     *
     * @param node        that an address names, as those of classrooms' sockets do
     * @param participant who asks, as far as a cookie says
     * @param address     of the client, as limits count it
     * @param forwarded   whether another node has sent it here, which must not send it on
     */
    record Asked(
            String method,
            String path,
            Optional<String> node,
            Optional<UUID> participant,
            String address,
            boolean forwarded) {}

    /** Whether {@code path} may be for another node at all. */
    static boolean concerns(String method, String path) {
        return SESSION.matcher(path).matches()
                || isEdit(method, path)
                || CLASSROOM.matcher(path).matches()
                || ROOM.matcher(path).matches()
                || isOpening(method, path);
    }

    private static boolean isEdit(String method, String path) {
        return method.equals("PATCH") && RECORDING.matcher(path).matches();
    }

    private static boolean isOpening(String method, String path) {
        return method.equals("POST") && path.equals(OPENING);
    }

    /**
     * The node that a request has to go to; empty for this one.
     *
     * @throws RequestException {@code server-full} or another one of status 503 when a session
     *     has to go on here and cannot at the moment; {@code database-unavailable} when nobody can tell where it is;
     *     {@code too-many-requests}
     */
    Optional<Node> nodeFor(Asked asked) {
        if (!membership.joined()) {
            return Optional.empty();
        }
        Matcher session = (isEdit(asked.method, asked.path) ? RECORDING : SESSION).matcher(asked.path);
        if (session.matches()) {
            return ofSession(UUID.fromString(session.group(1)), asked);
        }
        if (asked.forwarded) {
            return Optional.empty();
        }
        Matcher classroom = CLASSROOM.matcher(asked.path);
        try {
            if (classroom.matches()) {
                return membership.other(placement.ofClassroom(UUID.fromString(classroom.group(1))));
            }
            if (isOpening(asked.method, asked.path)) {
                return membership.other(placement.ofNewcomer(asked.participant));
            }
        } catch (RequestException away) {
            return Optional.empty();
        }
        return asked.node
                .filter(number -> NUMBER.matcher(number).matches())
                .flatMap(number -> membership.other(Integer.parseInt(number)));
    }

    private Optional<Node> ofSession(UUID id, Asked asked) {
        if (residents.has(id)) {
            return Optional.empty();
        }
        Optional<Node> birthplace = asked.forwarded ? Optional.empty() : membership.other(Membership.birthplace(id));
        Optional<DirectoryStore.Entry> entry;
        try {
            entry = lookUp(id, asked);
        } catch (RequestException away) {
            if (birthplace.isPresent()) {
                return birthplace;
            }
            throw away;
        }
        return entry.isEmpty() ? birthplace : ofKept(entry.get(), asked.forwarded);
    }

    private Optional<DirectoryStore.Entry> lookUp(UUID id, Asked asked) {
        long nanos = lookups.request(asked.address, System.nanoTime());
        if (nanos > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "Too many sessions were asked for from your address.",
                    Duration.ofNanos(nanos));
        }
        return directory.find(id);
    }

    /** A session whose node is dead is moved before anybody is sent after it, so that it lives in one place. */
    private Optional<Node> ofKept(DirectoryStore.Entry entry, boolean forwarded) {
        KeptSession session = entry.session();
        int owner = entry.node();
        if (owner != membership.number() && !membership.nodes().containsKey(owner)) {
            if (session.tokenDigest().isEmpty()) {
                return Optional.empty();
            }
            int target = placement.ofRefugee(session);
            owner = directory.move(session.id(), owner, target)
                    ? target
                    // Somebody else who asked for it was quicker.
                    : directory
                            .find(session.id())
                            .map(DirectoryStore.Entry::node)
                            .orElse(owner);
        }
        if (owner == membership.number() && session.tokenDigest().isPresent()) {
            residents.adopt(session);
            return Optional.empty();
        }
        Optional<Node> other = membership.other(owner);
        if (session.tokenDigest().isPresent() && (forwarded || other.isEmpty())) {
            throw RequestException.tooMany(ApiError.SERVER_FULL, "The session is moving to another server.", SOON);
        }
        return forwarded ? Optional.empty() : other;
    }

    /** Nobody listens where {@code node} was; whether it is dead. */
    boolean isDead(Node node) {
        try {
            return membership.presumeDead(node);
        } catch (RequestException away) {
            // Its silence will say the same a little later.
            return false;
        }
    }
}
