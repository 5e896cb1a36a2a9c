package org.speakdraw.app.classroom;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.stream.steering.SteeredSession;
import org.speakdraw.app.stream.steering.SteeredSessions;

/** What projectors are told beside pictures. Guarded by the room. */
final class Projectors {

    private final Roster roster;
    private final RoomPages pages;
    private final SteeredSessions steering;
    private final Predicate<UUID> hidden;
    private RoomMessage.@Nullable Screen told;

    /** @param hidden whether a student's picture is not shown */
    Projectors(Roster roster, RoomPages pages, SteeredSessions steering, Predicate<UUID> hidden) {
        this.roster = roster;
        this.pages = pages;
        this.steering = steering;
        this.hidden = hidden;
    }

    /** Tells all of them, unless they know. */
    void tell(Classroom classroom, Lesson.Screen options) {
        if (!pages.has(RoomRole.PROJECTOR)) {
            return;
        }
        RoomMessage.Screen screen = screen(classroom, options);
        if (!screen.equals(told)) {
            told = screen;
            pages.tell(RoomRole.PROJECTOR, screen);
        }
    }

    /** Tells one that has just come in. */
    void greet(RoomPeer peer, Classroom classroom, Lesson.Screen options) {
        peer.send(screen(classroom, options));
        // Nobody was told anything while there was none, so what was told last may not be what is known.
        told = null;
    }

    private RoomMessage.Screen screen(Classroom classroom, Lesson.Screen options) {
        Map<UUID, SteeredSession> sessions = options.captions() ? steering.current(roster.ids()) : Map.of();
        return new RoomMessage.Screen(
                classroom.name(),
                Optional.of(classroom.joinCode()).filter(code -> classroom.open()),
                roster.all().stream()
                        .filter(student -> !hidden.test(student.id()))
                        .map(student -> new RoomMessage.Shown(
                                student.seat(),
                                Optional.of(student.name()).filter(name -> options.names()),
                                Optional.ofNullable(sessions.get(student.id()))
                                        .map(session -> session.settings()
                                                .path("prompt")
                                                .asText(""))))
                        .toList());
    }
}
