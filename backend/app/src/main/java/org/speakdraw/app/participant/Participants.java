package org.speakdraw.app.participant;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant.Classroom;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;

/**
 * What participants may do about themselves and their classroom. Every method throws {@code database-unavailable} while
 * the database is away. Thread-safe.
 */
@Singleton
public class Participants {

    private final Database database;
    private final ParticipantStore store;
    private final ParticipantKey key;
    private final SavingLimits limits;
    private final Iterable<PersonalData> keepers;
    private final SecureRandom random = new SecureRandom();

    @Inject
    Participants(
            Database database,
            ParticipantStore store,
            ParticipantKey key,
            SavingLimits limits,
            Instance<PersonalData> keepers) {
        this(database, store, key, limits, (Iterable<PersonalData>) keepers);
    }

    /** With keepers that are no CDI beans. */
    Participants(
            Database database,
            ParticipantStore store,
            ParticipantKey key,
            SavingLimits limits,
            Iterable<PersonalData> keepers) {
        this.database = database;
        this.store = store;
        this.key = key;
        this.limits = limits;
        this.keepers = keepers;
    }

    /**
     * Whether participants can be told apart and things kept about them: the database has been reached at least once.
     */
    public boolean kept() {
        return key.available();
    }

    /** What is known about the participant; somebody without a name when nothing is. */
    public Participant find(UUID id) {
        return known(id);
    }

    Participant rename(UUID id, String name) {
        return database.inTransaction(() -> {
            store.ensure(id);
            store.rename(id, name);
            return known(id);
        });
    }

    /**
     * Creates a classroom with the participant as its teacher.
     *
     * @throws RequestException {@code classroom-taught} for a teacher
     */
    Participant createClassroom(UUID id, String name) {
        return database.inTransaction(() -> {
            requireMovable(id);
            store.ensure(id);
            Classroom classroom;
            do {
                classroom = new Classroom(UUID.randomUUID(), name, JoinCode.draw(random));
            } while (!store.insert(classroom));
            store.move(id, Optional.of(classroom.id()), Role.TEACHER);
            return known(id);
        });
    }

    /**
     * Brings the participant into a classroom as a student.
     *
     * @param code as it was typed
     * @throws RequestException {@code classroom-unknown}, {@code classroom-taught} for a teacher, or what
     *     {@link SavingLimits} throws for somebody new
     */
    Participant join(UUID id, String code) {
        return database.inTransaction(() -> {
            Optional<String> joinCode = JoinCode.parse(code);
            UUID classroom = (joinCode.isPresent() ? store.findClassroom(joinCode.get()) : Optional.<UUID>empty())
                    .orElseThrow(() -> new RequestException(ApiError.CLASSROOM_UNKNOWN, "No classroom has this code."));
            if (store.find(id).isEmpty()) {
                limits.newMember(classroom);
            }
            requireMovable(id);
            store.ensure(id);
            store.move(id, Optional.of(classroom), Role.STUDENT);
            return known(id);
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
            return known(id);
        });
    }

    /** Deletes all that is kept about the participant; the classroom of a teacher is dissolved. */
    void delete(UUID id) {
        settle();
        database.useTransaction(() -> {
            Participant participant = known(id);
            if (participant.role() == Role.TEACHER && participant.classroom().isPresent()) {
                UUID classroom = participant.classroom().get().id();
                store.empty(classroom);
                store.deleteClassroom(classroom);
            }
            store.delete(id);
        });
    }

    /**
     * Deletes the classroom, and all that is kept about everybody in it.
     *
     * @throws RequestException {@code not-the-teacher}
     */
    void deleteClassroom(UUID teacher, UUID classroom) {
        settle();
        database.useTransaction(() -> {
            if (!known(teacher).teaches(classroom)) {
                throw new RequestException(ApiError.NOT_THE_TEACHER, "Only its teacher can delete a classroom.");
            }
            store.deleteClassroom(classroom);
        });
    }

    /**
     * Writes a ZIP file of all that is kept about the participant, piece by piece as it is read; no connection to the
     * database is held while a slow client takes a piece. When it cannot be completed the file has no end, so that
     * nobody takes it for complete.
     */
    void export(UUID id, OutputStream out) throws IOException {
        PersonalArchive archive = new PersonalArchive(out);
        archive.add("me.json", ParticipantView.of(find(id)));
        for (PersonalData keeper : keepers) {
            keeper.export(id, archive);
        }
        archive.finish();
    }

    /** Has everything written that waits for it. */
    void settle() {
        keepers.forEach(PersonalData::settle);
    }

    private void requireMovable(UUID id) {
        if (known(id).role() == Role.TEACHER) {
            throw new RequestException(ApiError.CLASSROOM_TAUGHT, "You teach a classroom; delete it first.");
        }
    }

    private Participant known(UUID id) {
        return store.find(id).orElseGet(() -> Participant.unknown(id));
    }
}
