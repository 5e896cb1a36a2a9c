package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.classroom.Guest.Standing;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.SavingLimits;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;

/**
 * Who may come into a classroom, and how. Every method throws {@code database-unavailable} while the database is away.
 * Thread-safe.
 */
@Singleton
public class Entrance {

    /** A seat is kept for a student who was not seen for so long only until somebody else needs it: over the school day. */
    private static final Duration SEAT_KEPT = Duration.ofHours(12);

    /** Who wait at one classroom's door. */
    private static final int MAX_WAITING = 100;

    private final Database database;
    private final ClassroomStore store;
    private final GuestStore guests;
    private final ParticipantStore people;
    private final Participants participants;
    private final Classrooms classrooms;
    private final StudentNames names;
    private final SavingLimits limits;

    @Inject
    public Entrance(
            Database database,
            ClassroomStore store,
            GuestStore guests,
            ParticipantStore people,
            Participants participants,
            Classrooms classrooms,
            StudentNames names,
            SavingLimits limits) {
        this.database = database;
        this.store = store;
        this.guests = guests;
        this.people = people;
        this.participants = participants;
        this.classrooms = classrooms;
        this.names = names;
        this.limits = limits;
    }

    /**
     * What whoever has the code may know before coming in.
     *
     * @param naming {@code typed}, {@code list}, {@code pseudonyms} or {@code account}
     * @param names  from which a student chooses; those that nobody has yet
     */
    record Door(String name, String naming, List<String> names, boolean lobby) {}

    /** @throws RequestException {@code classroom-unknown} */
    Door door(String code) {
        return database.inTransaction(() -> {
            Classroom classroom = require(code);
            Entry entry = classroom.entry();
            List<String> free = entry.naming() == Naming.LIST ? names.free(classroom) : List.of();
            return new Door(classroom.name(), entry.naming().id(), free, entry.lobby());
        });
    }

    private Classroom require(String code) {
        return JoinCode.parse(code)
                .flatMap(store::findByCode)
                .orElseThrow(() -> new RequestException(ApiError.CLASSROOM_UNKNOWN, "No classroom has this code."));
    }

    /**
     * Brings the participant into a classroom as a student, or lets them wait at its door; one who is in it already gets in
     * through a closed door, too, and keeps the name where names are given.
     *
     * @param code    as it was typed
     * @param name    as the student wants to be called
     * @param account the name of the account that the student has signed in with
     * @return the participant; not in the classroom while waiting to be let in
     * @throws RequestException {@code classroom-unknown}, {@code classroom-closed}, {@code classroom-full}, {@code
     *     classroom-refused} for who was taken out, {@code classroom-taught} for a teacher, {@code name-unknown}, {@code
     *     name-taken}, {@code sign-in-needed} where accounts give the names, {@code words-refused} for one that is typed, or what {@link SavingLimits} throws for somebody new
     */
    Participant join(UUID id, String code, Optional<String> name, Optional<String> account) {
        return database.inTransaction(() -> {
            Classroom classroom = require(code);
            // Two at once would otherwise both find the same name free.
            store.lock(classroom.id());
            // Before anything is spent on a newcomer.
            Optional<String> typed = names.typed(classroom, name);
            Participant comer = participants.find(id);
            if (comer.classroom().filter(in -> in.id().equals(classroom.id())).isPresent()) {
                classrooms.requireMovable(id);
                typed.ifPresent(wish -> people.rename(id, wish));
                store.seen(id);
                return participants.find(id);
            }
            requireNotOut(id, classroom);
            requireRoomFor(id, classroom);
            classrooms.requireMovable(id);
            people.ensure(id);
            String called = typed.orElseGet(() -> names.of(classroom, comer, name, account));
            if (classroom.entry().lobby()) {
                // Whoever waits here has left the class before, and waits nowhere else.
                if (comer.classroom().isPresent()) {
                    store.move(id, Optional.empty(), Role.STUDENT);
                }
                guests.stopWaiting(id);
                guests.put(classroom.id(), new Guest(id, called, Standing.WAITING));
            } else {
                seat(classroom.id(), id, called);
            }
            return participants.find(id);
        });
    }

    private void seat(UUID classroom, UUID student, String name) {
        guests.stopWaiting(student);
        people.rename(student, name);
        store.move(student, Optional.of(classroom), Role.STUDENT);
    }

    private void requireNotOut(UUID id, Classroom classroom) {
        boolean out = guests.find(classroom.id(), id)
                .filter(guest -> guest.standing() == Standing.OUT)
                .isPresent();
        if (out) {
            throw new RequestException(
                    ApiError.CLASSROOM_REFUSED, "Your teacher has taken you out. Ask to be let in again.");
        }
    }

    private void requireRoomFor(UUID newcomer, Classroom classroom) {
        if (!classroom.open()) {
            throw new RequestException(
                    ApiError.CLASSROOM_CLOSED, "The classroom's door is closed. Ask your teacher to open it.");
        }
        requireSeat(classroom);
        if (classroom.entry().lobby() && guests.othersWaiting(classroom.id(), newcomer) >= MAX_WAITING) {
            throw new RequestException(ApiError.CLASSROOM_FULL, "Too many wait at the door.");
        }
        if (people.find(newcomer).isEmpty()) {
            limits.newMember(classroom.id());
        }
    }

    private void requireSeat(Classroom classroom) {
        if (isFull(classroom) && (store.takeOutUnseen(classroom.id(), SEAT_KEPT) == 0 || isFull(classroom))) {
            throw new RequestException(ApiError.CLASSROOM_FULL, "The classroom has no seat left.");
        }
    }

    private boolean isFull(Classroom classroom) {
        int everybody = LiveClassroom.MAX_STUDENTS + 1;
        return store.members(classroom.id(), everybody).size() >= everybody;
    }

    /**
     * Takes a student out, or sends somebody away who waits: they stay out until they are let in.
     *
     * @throws RequestException {@code not-the-teacher}, {@code student-unknown}
     */
    Classroom takeOut(UUID teacher, UUID classroom, UUID student) {
        return classrooms.change(teacher, classroom, () -> {
            String name = participants.find(student).name();
            Optional<String> waiting = guests.find(classroom, student)
                    .filter(guest -> guest.standing() == Standing.WAITING)
                    .map(Guest::name);
            if (!store.takeOut(classroom, student) && waiting.isEmpty()) {
                throw unknownStudent();
            }
            guests.put(classroom, new Guest(student, waiting.orElse(name), Standing.OUT));
        });
    }

    /**
     * Lets somebody in who waits; who was taken out may come again.
     *
     * @throws RequestException {@code not-the-teacher}, {@code student-unknown}, {@code classroom-full}, {@code
     *     classroom-taught} for one who teaches meanwhile
     */
    Classroom letIn(UUID teacher, UUID classroom, UUID guest) {
        return classrooms.change(teacher, classroom, () -> {
            Guest found = guests.find(classroom, guest).orElseThrow(Entrance::unknownStudent);
            if (found.standing() == Standing.OUT) {
                guests.remove(classroom, guest);
            } else {
                requireSeat(classrooms.requireTaught(teacher, classroom));
                classrooms.requireMovable(guest);
                seat(classroom, guest, found.name());
            }
        });
    }

    private static RequestException unknownStudent() {
        return new RequestException(ApiError.STUDENT_UNKNOWN, "There is no such student in the classroom.");
    }
}
