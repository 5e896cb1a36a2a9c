package org.speakdraw.app.classroom;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The pages that are open in a room. Guarded by the room, but for being read. */
final class RoomPages {

    private static final int MAX_TEACHER_PAGES = 4;
    private static final int MAX_PROJECTORS = 8;
    private static final int MAX_PAGES_OF_STUDENT = 4;

    private final List<RoomPeer> peers = new CopyOnWriteArrayList<>();

    /** False when there are enough of its kind. */
    boolean add(RoomPeer peer) {
        boolean room = switch (peer.role()) {
            case TEACHER -> of(RoomRole.TEACHER).count() < MAX_TEACHER_PAGES;
            case PROJECTOR -> of(RoomRole.PROJECTOR).count() < MAX_PROJECTORS;
            case STUDENT -> ofStudent(peer.participant().orElseThrow()).count() < MAX_PAGES_OF_STUDENT;
        };
        return room && peers.add(peer);
    }

    /** False when it was not there. */
    boolean remove(RoomPeer peer) {
        return peers.remove(peer);
    }

    boolean isEmpty() {
        return peers.isEmpty();
    }

    Stream<RoomPeer> all() {
        return peers.stream();
    }

    Stream<RoomPeer> of(RoomRole role) {
        return all().filter(peer -> peer.role() == role);
    }

    Stream<RoomPeer> ofStudent(UUID student) {
        return of(RoomRole.STUDENT)
                .filter(peer -> peer.participant().filter(student::equals).isPresent());
    }

    boolean has(RoomRole role) {
        return of(role).findAny().isPresent();
    }

    void tellAll(RoomMessage message) {
        all().forEach(peer -> peer.send(message));
    }

    void tell(RoomRole role, RoomMessage message) {
        of(role).forEach(peer -> peer.send(message));
    }

    void tellStudent(UUID student, RoomMessage message) {
        ofStudent(student).forEach(peer -> peer.send(message));
    }

    /** Whether a teacher looks at the student on this seat. */
    boolean watched(int seat) {
        return of(RoomRole.TEACHER).anyMatch(peer -> peer.looking().equals(OptionalInt.of(seat)));
    }

    /** Sends everybody away who may not be here any more. */
    void retain(Set<UUID> teachers, Set<UUID> students, boolean projectors) {
        all().filter(peer -> !allowed(peer, teachers, students, projectors))
                .forEach(peer -> peer.close(RoomClosing.TAKEN_OUT));
    }

    private static boolean allowed(RoomPeer peer, Set<UUID> teachers, Set<UUID> students, boolean projectors) {
        Optional<UUID> who = peer.participant();
        return switch (peer.role()) {
            case TEACHER -> who.filter(teachers::contains).isPresent();
            case STUDENT -> who.filter(students::contains).isPresent();
            case PROJECTOR -> projectors;
        };
    }
}
