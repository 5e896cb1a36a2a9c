package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;

/**
 * Classrooms in their teachers' hands. Every method throws {@code database-unavailable} while the database is
 * away. Thread-safe.
 */
@Singleton
public class Classrooms {

    private final Database database;
    private final ClassroomStore store;
    private final ParticipantStore people;
    private final Participants participants;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public Classrooms(Database database, ClassroomStore store, ParticipantStore people, Participants participants) {
        this.database = database;
        this.store = store;
        this.people = people;
        this.participants = participants;
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

    /** @throws RequestException {@code not-in-the-classroom}, also when there is no such classroom */
    void requireStudent(UUID caller, UUID classroom) {
        Participant person = participants.find(caller);
        boolean student = person.role() == Role.STUDENT
                && person.classroom().filter(in -> in.id().equals(classroom)).isPresent();
        if (!student) {
            throw new RequestException(ApiError.NOT_IN_THE_CLASSROOM, "You are not in this classroom.");
        }
    }

    /** Gives it another code; the former one opens nothing any more. */
    Classroom renewCode(UUID teacher, UUID classroom) {
        return change(teacher, classroom, () -> {
            while (!store.recode(classroom, JoinCode.draw(random))) {
                // Somebody else has drawn the same code.
            }
        });
    }

    /** Opens its door for newcomers, or closes it, and changes how they come in; those who are in it keep their names. */
    Classroom setDoor(UUID teacher, UUID classroom, DoorRequest wish) {
        return change(teacher, classroom, () -> {
            Entry before = requireTaught(teacher, classroom).entry();
            store.setEntry(classroom, wish.entry(before));
            Optional.ofNullable(wish.open()).ifPresent(open -> store.setOpen(classroom, open));
        });
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

    /** Does something with the classroom in its teacher's name; as it is then. */
    Classroom change(UUID teacher, UUID classroom, Runnable work) {
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
        requireTaught(teacher, classroom);
        participants.deletePossessions(classroom);
        database.useTransaction(() -> {
            requireTaught(teacher, classroom);
            store.delete(classroom);
        });
    }

    /** @throws RequestException {@code classroom-taught} */
    void requireMovable(UUID id) {
        if (participants.find(id).role() == Role.TEACHER) {
            throw new RequestException(ApiError.CLASSROOM_TAUGHT, "You teach a classroom; delete it first.");
        }
    }
}
