package org.speakdraw.app.classroom;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.speakdraw.app.stream.steering.SteeredSession;
import org.speakdraw.app.stream.steering.SteeredSessions;

/**
 * What teachers and projectors see of everybody's pictures and state. Looks at pictures that went out anyway; each is made
 * small once, however many look. Guarded by the room.
 */
final class Wall {

    /** Pixels of a side. */
    static final int SIDE = 160;

    private final Roster roster;
    private final RoomPages pages;
    private final SteeredSessions steering;
    private final SmallCopies thumbnails;
    private final Orders orders;
    private final Predicate<UUID> hidden;
    private List<RoomMessage.Card> cards = List.of();

    /** @param hidden whether nobody but the teacher is shown a student's picture */
    Wall(
            Roster roster,
            RoomPages pages,
            SteeredSessions steering,
            SmallCopies thumbnails,
            Orders orders,
            Predicate<UUID> hidden) {
        this.roster = roster;
        this.pages = pages;
        this.steering = steering;
        this.thumbnails = thumbnails;
        this.orders = orders;
        this.hidden = hidden;
    }

    /** Shows a newcomer all there is. */
    void greet(RoomPeer peer) {
        if (peer.role() == RoomRole.TEACHER) {
            peer.send(new RoomMessage.Wall(cards));
        }
        peer.show(PictureKind.THUMBNAILS, thumbnails.of(visibleTo(peer.role())));
    }

    /** Somebody came or went. */
    void rosterChanged() {
        thumbnails.retain(visibleTo(RoomRole.TEACHER));
    }

    /** Shows what is new. */
    void show(Instant now) {
        if (!pages.has(RoomRole.TEACHER) && !pages.has(RoomRole.PROJECTOR)) {
            return;
        }
        Map<UUID, SteeredSession> sessions = steering.current(roster.ids());
        showThumbnails(sessions);
        List<RoomMessage.Card> newer = roster.all().stream()
                .map(student ->
                        student.card(Optional.ofNullable(sessions.get(student.id())), situation(student, now), now))
                .toList();
        if (!newer.equals(cards)) {
            cards = newer;
            pages.tell(RoomRole.TEACHER, new RoomMessage.Wall(cards));
        }
        pages.of(RoomRole.TEACHER)
                .forEach(peer -> lookedAt(peer, sessions)
                        .map(session -> new RoomMessage.LookedAt(peer.looking().orElseThrow(), session.settings()))
                        .ifPresent(peer::sendIfNew));
    }

    private Student.Situation situation(Student student, Instant now) {
        return new Student.Situation(
                pages.ofStudent(student.id()).findAny().isPresent(),
                pages.watched(student.seat()),
                orders.blackOuts().has(student.id()),
                orders.priorities().left(student.id(), now));
    }

    private void showThumbnails(Map<UUID, SteeredSession> sessions) {
        Map<Integer, byte[]> pictures = new HashMap<>();
        roster.all()
                .forEach(student -> Optional.ofNullable(sessions.get(student.id()))
                        .flatMap(SteeredSession::picture)
                        .ifPresent(jpeg -> pictures.put(student.seat(), jpeg)));
        Set<Integer> changed = thumbnails.update(pictures);
        for (RoomRole role : List.of(RoomRole.TEACHER, RoomRole.PROJECTOR)) {
            Set<Integer> shown =
                    visibleTo(role).stream().filter(changed::contains).collect(Collectors.toSet());
            Map<Integer, byte[]> newer = thumbnails.of(shown);
            pages.of(role).forEach(peer -> peer.show(PictureKind.THUMBNAILS, newer));
        }
    }

    /** A teacher sees everybody; a projector does not see those whose picture is hidden. */
    private Set<Integer> visibleTo(RoomRole role) {
        return roster.all().stream()
                .filter(student -> role == RoomRole.TEACHER || !hidden.test(student.id()))
                .map(Student::seat)
                .collect(Collectors.toSet());
    }

    /** Shows the pictures that are looked at in large. */
    void showLarge() {
        Set<UUID> wanted = pages.all()
                .flatMap(peer -> peer.looking().stream().boxed())
                .flatMap(seat -> roster.find(seat).stream())
                .map(Student::id)
                .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            return;
        }
        Map<UUID, SteeredSession> sessions = steering.current(wanted);
        pages.all()
                .forEach(peer -> lookedAt(peer, sessions)
                        .flatMap(SteeredSession::picture)
                        .ifPresent(jpeg -> peer.showLarge(peer.looking().orElseThrow(), jpeg)));
    }

    private Optional<SteeredSession> lookedAt(RoomPeer peer, Map<UUID, SteeredSession> sessions) {
        return peer.looking().stream()
                .boxed()
                .flatMap(seat -> roster.find(seat).stream())
                .map(student -> sessions.get(student.id()))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
