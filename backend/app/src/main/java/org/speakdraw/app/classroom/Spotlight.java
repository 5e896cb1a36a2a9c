package org.speakdraw.app.classroom;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.steering.SteeredSession;
import org.speakdraw.app.stream.steering.SteeredSessions;

/**
 * The one picture that everybody is to see: on projectors as it went out, on students' pages smaller and less often, for
 * there are thirty of them. Guarded by the room.
 */
final class Spotlight {

    /** Pixels of a side on students' pages. */
    static final int SIDE = 320;

    private final Roster roster;
    private final RoomPages pages;
    private final SteeredSessions steering;
    private final SmallCopies copies;
    private final SmallCopies inputs;
    /** Null for everybody's. */
    private @Nullable UUID student;

    Spotlight(Roster roster, RoomPages pages, SteeredSessions steering, StreamLimits limits) {
        this.roster = roster;
        this.pages = pages;
        this.steering = steering;
        this.copies = new SmallCopies(limits, SIDE);
        this.inputs = new SmallCopies(limits, SIDE);
    }

    /** Whose picture it is; empty for everybody's. */
    Optional<Student> student() {
        return Optional.ofNullable(student).flatMap(roster::find);
    }

    OptionalInt seat() {
        return student().stream().mapToInt(Student::seat).findFirst();
    }

    /** Whether it is of this student, who may have left. */
    boolean isOn(UUID whom) {
        return whom.equals(student);
    }

    /** It was of this student before anybody came in. */
    void restore(Optional<UUID> whom) {
        student = whom.orElse(null);
    }

    void put(Optional<Student> whom) {
        student = whom.map(Student::id).orElse(null);
        copies.forget();
        inputs.forget();
        pages.of(RoomRole.PROJECTOR).forEach(peer -> peer.look(seat()));
    }

    /** The picture as students see it; empty unless any has. */
    Optional<byte[]> small() {
        return seat().stream()
                .boxed()
                .flatMap(seat -> copies.of(Set.of(seat)).values().stream())
                .findFirst();
    }

    /** Shows a student's page, which has just come in, what there is. */
    void greet(RoomPeer peer) {
        seat().ifPresent(seat -> peer.show(PictureKind.SPOTLIGHT, copies.of(Set.of(seat))));
    }

    /**
     * Shows what is new.
     *
     * @param input whether projectors show what it was made from, too
     */
    void show(boolean input) {
        Optional<Student> shown = student();
        if (shown.isEmpty()) {
            return;
        }
        UUID id = shown.get().id();
        int seat = shown.get().seat();
        Optional<SteeredSession> session =
                Optional.ofNullable(steering.current(Set.of(id)).get(id));
        if (pages.has(RoomRole.STUDENT)) {
            show(RoomRole.STUDENT, PictureKind.SPOTLIGHT, copies, seat, session.flatMap(SteeredSession::picture));
        }
        if (input && pages.has(RoomRole.PROJECTOR)) {
            show(RoomRole.PROJECTOR, PictureKind.INPUT, inputs, seat, session.flatMap(SteeredSession::input));
        }
    }

    private void show(RoomRole role, PictureKind kind, SmallCopies small, int seat, Optional<byte[]> jpeg) {
        jpeg.map(newest -> small.update(Map.of(seat, newest)))
                .map(small::of)
                .filter(newer -> !newer.isEmpty())
                .ifPresent(newer -> pages.of(role).forEach(peer -> peer.show(kind, newer)));
    }
}
