package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.SavingLimits;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;

/**
 * Who may come into a classroom and who is in it. Every method throws {@code database-unavailable} while the database is
 * away. Thread-safe.
 */
@Singleton
public class Classrooms {

    /** A seat is kept for a student who was not seen for so long only until somebody else needs it: over the school day. */
    private static final Duration SEAT_KEPT = Duration.ofHours(12);

    private final Database database;
    private final ClassroomStore store;
    private final ParticipantStore people;
    private final Participants participants;
    private final SavingLimits limits;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public Classrooms(
            Database database,
            ClassroomStore store,
            ParticipantStore people,
            Participants participants,
            SavingLimits limits) {
        this.database = database;
        this.store = store;
        this.people = people;
        this.participants = participants;
        this.limits = limits;
    }

    /**
     * Creates a classroom with the participant as its teacher.
     *
     * @throws RequestException {@code classroom-taught} for a teacher
     */
    Participant create(UUID id, String name) {
        return database.inTransaction(() -> {
            requireMovable(id);
            people.ensure(id);
            UUID classroom = UUID.randomUUID();
            while (!store.insert(classroom, name, JoinCode.draw(random))) {
                // Somebody else has drawn the same code.
            }
            store.move(id, Optional.of(classroom), Role.TEACHER);
            return participants.find(id);
        });
    }

    /**
     * Brings the participant into a classroom as a student; one who is in it already gets in through a closed door, too.
     *
     * @param code as it was typed
     * @throws RequestException {@code classroom-unknown}, {@code classroom-closed}, {@code classroom-full},
     *     {@code classroom-taught} for a teacher, or what {@link SavingLimits} throws for somebody new
     */
    Participant join(UUID id, String code) {
        return database.inTransaction(() -> {
            Classroom classroom = JoinCode.parse(code)
                    .flatMap(store::findByCode)
                    .orElseThrow(() -> new RequestException(ApiError.CLASSROOM_UNKNOWN, "No classroom has this code."));
            Participant newcomer = participants.find(id);
            if (newcomer.classroom()
                    .filter(in -> in.id().equals(classroom.id()))
                    .isEmpty()) {
                requireRoomFor(id, classroom);
            }
            requireMovable(id);
            people.ensure(id);
            store.move(id, Optional.of(classroom.id()), Role.STUDENT);
            return participants.find(id);
        });
    }

    private void requireRoomFor(UUID newcomer, Classroom classroom) {
        if (!classroom.open()) {
            throw new RequestException(
                    ApiError.CLASSROOM_CLOSED, "The classroom's door is closed. Ask your teacher to open it.");
        }
        if (isFull(classroom) && (store.takeOutUnseen(classroom.id(), SEAT_KEPT) == 0 || isFull(classroom))) {
            throw new RequestException(ApiError.CLASSROOM_FULL, "The classroom has no seat left.");
        }
        if (people.find(newcomer).isEmpty()) {
            limits.newMember(classroom.id());
        }
    }

    private boolean isFull(Classroom classroom) {
        int everybody = LiveClassroom.MAX_STUDENTS + 1;
        return store.members(classroom.id(), everybody).size() >= everybody;
    }

    /**
     * Takes the participant out of the classroom.
     *
     * @throws RequestException {@code classroom-taught} for a teacher
     */
    Participant leave(UUID id) {
        return database.inTransaction(() -> {
            requireMovable(id);
            store.move(id, Optional.empty(), Role.STUDENT);
            return participants.find(id);
        });
    }

    /**
     * The classroom, for its teacher.
     *
     * @throws RequestException {@code not-the-teacher}, also when there is no such classroom
     */
    Classroom requireTaught(UUID teacher, UUID classroom) {
        if (!participants.find(teacher).teaches(classroom)) {
            throw new RequestException(ApiError.NOT_THE_TEACHER, "Only the teacher of the classroom may do this.");
        }
        return store.find(classroom)
                .orElseThrow(() -> new RequestException(ApiError.CLASSROOM_UNKNOWN, "There is no such classroom."));
    }

    /** Gives it another code; the former one opens nothing any more. */
    Classroom renewCode(UUID teacher, UUID classroom) {
        return change(teacher, classroom, () -> {
            while (!store.recode(classroom, JoinCode.draw(random))) {
                // Somebody else has drawn the same code.
            }
        });
    }

    /** Opens its door for newcomers, or closes it. */
    Classroom setOpen(UUID teacher, UUID classroom, boolean open) {
        return change(teacher, classroom, () -> store.setOpen(classroom, open));
    }

    /** A new key for the projector's address, in place of the one before. */
    String share(UUID teacher, UUID classroom) {
        String key = Secret.draw(random);
        change(teacher, classroom, () -> store.share(classroom, Optional.of(Secret.of(key))));
        return key;
    }

    /** Takes the projector's address back. */
    Classroom unshare(UUID teacher, UUID classroom) {
        return change(teacher, classroom, () -> store.share(classroom, Optional.empty()));
    }

    /**
     * Takes a student out.
     *
     * @throws RequestException {@code not-the-teacher}, {@code student-unknown}
     */
    Classroom takeOut(UUID teacher, UUID classroom, UUID student) {
        return change(teacher, classroom, () -> {
            if (!store.takeOut(classroom, student)) {
                throw new RequestException(ApiError.STUDENT_UNKNOWN, "There is no such student in the classroom.");
            }
        });
    }

    private Classroom change(UUID teacher, UUID classroom, Runnable work) {
        return database.inTransaction(() -> {
            requireTaught(teacher, classroom);
            work.run();
            return requireTaught(teacher, classroom);
        });
    }

    /**
     * Deletes the classroom, and all that is kept about everybody in it.
     *
     * @throws RequestException {@code not-the-teacher}
     */
    void delete(UUID teacher, UUID classroom) {
        participants.settle();
        database.useTransaction(() -> {
            requireTaught(teacher, classroom);
            store.delete(classroom);
        });
    }

    private void requireMovable(UUID id) {
        if (participants.find(id).role() == Role.TEACHER) {
            throw new RequestException(ApiError.CLASSROOM_TAUGHT, "You teach a classroom; delete it first.");
        }
    }
}
