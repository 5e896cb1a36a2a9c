package org.speakdraw.app.classroom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.speakdraw.app.stream.steering.SteeredSession;
import org.speakdraw.app.stream.steering.SteeredSessions;
import org.speakdraw.inference.SpeakDrawException;

/** What the teacher sends to students: settings into their sessions, pictures onto their pages. Guarded by the room. */
final class Pushes {

    private final Roster roster;
    private final RoomPages pages;
    private final SteeredSessions steering;

    Pushes(Roster roster, RoomPages pages, SteeredSessions steering) {
        this.roster = roster;
        this.pages = pages;
        this.steering = steering;
    }

    /**
     * Changes settings of students' sessions.
     *
     * @param to      whose; empty: everybody's
     * @param changed told of each student whose settings were changed
     * @throws SpeakDrawException {@code student-unknown}; {@code settings-invalid} and the like when nobody's session
     *     takes them
     */
    RoomMessage.Pushed settings(Optional<List<Integer>> to, ObjectNode values, Consumer<Student> changed) {
        Collection<Student> addressees = addressees(to);
        Map<UUID, SteeredSession> sessions = steering.current(roster.ids());
        Optional<SpeakDrawException> refusal = Optional.empty();
        int done = 0;
        for (Student student : addressees) {
            SteeredSession session = sessions.get(student.id());
            if (session == null) {
                continue;
            }
            try {
                student.push(session, values);
                done++;
                pages.tellStudent(student.id(), new RoomMessage.Push(values));
                changed.accept(student);
            } catch (SpeakDrawException e) {
                refusal = Optional.of(e);
            }
        }
        if (done == 0 && refusal.isPresent()) {
            throw refusal.get();
        }
        return new RoomMessage.Pushed(done, addressees.size() - done);
    }

    /** Takes back what was sent to a student's session last. */
    void undo(Student student) {
        Optional.ofNullable(steering.current(Set.of(student.id())).get(student.id()))
                .ifPresent(student::undo);
    }

    /**
     * Puts a picture on students' pages.
     *
     * @param to   whose; empty: everybody's
     * @param jpeg nobody may change it
     * @throws SpeakDrawException {@code student-unknown}
     */
    RoomMessage.Pushed picture(Optional<List<Integer>> to, PictureKind kind, byte[] jpeg) {
        Collection<Student> addressees = addressees(to);
        int done = 0;
        for (Student student : addressees) {
            List<RoomPeer> open = pages.ofStudent(student.id()).toList();
            open.forEach(peer -> peer.show(kind, Map.of(student.seat(), jpeg)));
            done += open.isEmpty() ? 0 : 1;
        }
        return new RoomMessage.Pushed(done, addressees.size() - done);
    }

    private Collection<Student> addressees(Optional<List<Integer>> to) {
        return to.<Collection<Student>>map(
                        seats -> seats.stream().distinct().map(roster::require).toList())
                .orElseGet(roster::all);
    }
}
