package org.speakdraw.app.cluster;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.speakdraw.app.fairness.Place;

/**
 * Who goes to which node: a newcomer where it gets most, a class to the one node where it is, and its sessions after it.
 * A node that is leaving takes nobody, and no class either. Asks the database. Thread-safe.
 */
@Singleton
public class Placement {

    /** Of a frame, where nothing is known: one row of 512 by 512 pixels. */
    static final long USUAL_COST = 512L * 512;

    private final Membership membership;
    private final DirectoryStore directory;

    @Inject
    public Placement(Membership membership, DirectoryStore directory) {
        this.membership = membership;
        this.directory = directory;
    }

    /** The number of the node for a class, which it is given now if it has none, or one that is dead or leaving. */
    int ofClassroom(UUID classroom) {
        Set<Integer> staying = staying();
        Optional<Integer> home = directory.home(classroom).filter(staying::contains);
        if (home.isPresent()) {
            return home.get();
        }
        int chosen = roomiest().map(Node::number).orElse(membership.number());
        return directory.settle(classroom, chosen, staying).orElse(membership.number());
    }

    /** The number of the node for a new session, which counts there from now on. */
    int ofNewcomer(Optional<UUID> participant) {
        Optional<UUID> classroom = participant.flatMap(directory::classroomOf);
        if (classroom.isPresent()) {
            return ofClassroom(classroom.get());
        }
        Optional<Node> chosen = roomiest();
        chosen.ifPresent(node -> membership.placed(node.number(), usualCost()));
        return chosen.map(Node::number).orElse(membership.number());
    }

    /** The number of the node for a session that cannot stay where it is. */
    int ofRefugee(KeptSession session) {
        return session.classroom().isPresent()
                ? ofClassroom(session.classroom().get())
                : ofNewcomer(session.participant());
    }

    /** The numbers of those where somebody may come to. */
    Set<Integer> staying() {
        return membership.welcoming().stream().map(Node::number).collect(Collectors.toUnmodifiableSet());
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
}
