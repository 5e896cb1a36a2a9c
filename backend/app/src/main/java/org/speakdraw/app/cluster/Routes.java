package org.speakdraw.app.cluster;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.app.fairness.Place;
import org.speakdraw.app.platform.RequestException;

/**
 * Which node a request is for. Sessions are where the directory says, or else where they began; classes are where they
 * were first asked for; a new session goes to its owner's class, or to where it gets most. Asks the database, so not for
 * I/O threads. Thread-safe.
 */
@Singleton
public class Routes {

    /** Of a frame, where nothing is known: one row of 512 by 512 pixels. */
    static final long USUAL_COST = 512L * 512;

    private static final String ID = "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})";
    private static final Pattern SESSION =
            Pattern.compile("/(?:(?:api|ws)/sessions|api/stream|api/replay)/" + ID + "(?:/.*)?");
    private static final Pattern CLASSROOM = Pattern.compile("/api/classrooms/" + ID + "(?:/.*)?");
    private static final Pattern ROOM = Pattern.compile("/ws/classrooms/[^/]+");
    private static final String OPENING = "/api/sessions";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    private final Membership membership;
    private final DirectoryStore directory;
    private final Residents residents;

    @Inject
    public Routes(Membership membership, DirectoryStore directory, Residents residents) {
        this.membership = membership;
        this.directory = directory;
        this.residents = residents;
    }

    /**
     * A request, as far as it matters for its way.
     *
     * @param node        that an address names, as those of classrooms' sockets do
     * @param participant who asks, as far as a cookie says
     * @param forwarded   whether another node has sent it here, which must not send it on
     */
    record Asked(String method, String path, Optional<String> node, Optional<UUID> participant, boolean forwarded) {}

    /** Whether {@code path} may be for another node at all. */
    static boolean concerns(String method, String path) {
        return SESSION.matcher(path).matches()
                || CLASSROOM.matcher(path).matches()
                || ROOM.matcher(path).matches()
                || isOpening(method, path);
    }

    private static boolean isOpening(String method, String path) {
        return method.equals("POST") && path.equals(OPENING);
    }

    /** The node that a request has to go to; empty for this one. While the database is away ids alone decide. */
    Optional<Node> nodeFor(Asked asked) {
        if (!membership.joined()) {
            return Optional.empty();
        }
        Matcher session = SESSION.matcher(asked.path);
        Matcher classroom = CLASSROOM.matcher(asked.path);
        if (session.matches()) {
            return ofSession(UUID.fromString(session.group(1)), asked.forwarded);
        }
        if (asked.forwarded) {
            return Optional.empty();
        }
        try {
            if (classroom.matches()) {
                return ofClassroom(UUID.fromString(classroom.group(1)));
            }
            if (isOpening(asked.method, asked.path)) {
                return ofNewcomer(asked.participant);
            }
        } catch (RequestException away) {
            return Optional.empty();
        }
        return asked.node
                .filter(number -> NUMBER.matcher(number).matches())
                .flatMap(number -> membership.other(Integer.parseInt(number)));
    }

    private Optional<Node> ofSession(UUID id, boolean forwarded) {
        if (residents.has(id)) {
            return Optional.empty();
        }
        Optional<Node> birthplace = forwarded ? Optional.empty() : membership.other(Membership.birthplace(id));
        try {
            Optional<DirectoryStore.Entry> entry = directory.find(id);
            return entry.isEmpty() ? birthplace : ofKept(entry.get(), forwarded);
        } catch (RequestException away) {
            return birthplace;
        }
    }

    /** A session whose node is dead is moved before anybody is sent after it, so that it lives in one place. */
    private Optional<Node> ofKept(DirectoryStore.Entry entry, boolean forwarded) {
        KeptSession session = entry.session();
        int owner = entry.node();
        if (owner != membership.number() && !membership.nodes().containsKey(owner)) {
            int target = refuge(session);
            if (directory.move(session.id(), owner, target)) {
                owner = target;
            }
        }
        if (owner == membership.number()) {
            residents.adopt(session);
            return Optional.empty();
        }
        return forwarded ? Optional.empty() : membership.other(owner);
    }

    private int refuge(KeptSession session) {
        Optional<Node> elsewhere = session.classroom().isPresent()
                ? ofClassroom(session.classroom().get())
                : ofNewcomer(Optional.empty());
        return elsewhere.map(Node::number).orElse(membership.number());
    }

    private Optional<Node> ofClassroom(UUID classroom) {
        Optional<Node> home = directory.home(classroom).map(membership.nodes()::get);
        if (home.isPresent()) {
            return elsewhere(home.get());
        }
        int chosen = roomiest().map(Node::number).orElse(membership.number());
        return directory.settle(classroom, chosen, membership.nodes().keySet()).flatMap(membership::other);
    }

    private Optional<Node> ofNewcomer(Optional<UUID> participant) {
        Optional<UUID> classroom = participant.flatMap(directory::classroomOf);
        if (classroom.isPresent()) {
            return ofClassroom(classroom.get());
        }
        Optional<Node> chosen = roomiest();
        chosen.ifPresent(node -> membership.placed(node.number(), usualCost()));
        return chosen.flatMap(this::elsewhere);
    }

    private Optional<Node> elsewhere(Node node) {
        return node.number() == membership.number() ? Optional.empty() : Optional.of(node);
    }

    /** Where one more gets most. */
    private Optional<Node> roomiest() {
        List<Place<Node>> places = membership.welcoming().stream()
                .filter(node -> node.load().hasRoom())
                .map(Node::place)
                .toList();
        return Place.best(places, usualCost()).map(Place::device);
    }

    /** Of the frames of those who are there. */
    private long usualCost() {
        long[] costs = membership.nodes().values().stream()
                .flatMapToLong(node -> Arrays.stream(node.load().costs()))
                .sorted()
                .toArray();
        return costs.length == 0 ? USUAL_COST : costs[costs.length / 2];
    }

    /** Nobody listens where {@code node} was. */
    void unreachable(Node node) {
        try {
            membership.presumeDead(node);
        } catch (RequestException away) {
            // Its silence says the same a little later.
        }
    }
}
