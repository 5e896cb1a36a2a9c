package org.speakdraw.app.participant;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant.Classroom;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;

/**
 * What participants may do about themselves and their classroom. Every method throws {@code database-unavailable} while the
 * database is away. Thread-safe.
 */
@Singleton
public class Participants {

    static final int MAX_NAME_LENGTH = 60;

    private final Database database;
    private final ParticipantStore store;
    private final Iterable<PersonalData> keepers;
    private final SecureRandom random = new SecureRandom();

    @Inject
    Participants(Database database, ParticipantStore store, Instance<PersonalData> keepers) {
        this(database, store, (Iterable<PersonalData>) keepers);
    }

    /** With keepers that are no CDI beans. */
    public Participants(Database database, ParticipantStore store, Iterable<PersonalData> keepers) {
        this.database = database;
        this.store = store;
        this.keepers = keepers;
    }

    /** Whether anything can be kept at all. */
    public boolean kept() {
        return database.configured();
    }

    /** What is known about the participant; somebody without a name when nothing is. */
    public Participant find(UUID id) {
        return database.call(connection -> known(connection, id));
    }

    Participant rename(UUID id, String name) {
        return database.call(connection -> {
            store.ensure(connection, id);
            store.rename(connection, id, name);
            return known(connection, id);
        });
    }

    /**
     * Makes a classroom whose teacher the participant is.
     *
     * @throws RequestException {@code classroom-taught} for a teacher
     */
    Participant found(UUID id, String name) {
        return database.call(connection -> {
            requireMovable(connection, id);
            Classroom classroom;
            do {
                classroom = new Classroom(UUID.randomUUID(), name, JoinCode.draw(random));
            } while (!store.insert(connection, classroom));
            store.move(connection, id, Optional.of(classroom.id()), Role.TEACHER);
            return known(connection, id);
        });
    }

    /**
     * Brings the participant into a classroom as a student.
     *
     * @param code as it was typed
     * @throws RequestException {@code classroom-unknown}, or {@code classroom-taught} for a teacher
     */
    Participant join(UUID id, String code) {
        return database.call(connection -> {
            Optional<String> joinCode = JoinCode.parse(code);
            UUID classroom = (joinCode.isPresent()
                            ? store.findClassroom(connection, joinCode.get())
                            : Optional.<UUID>empty())
                    .orElseThrow(() -> new RequestException(ApiError.CLASSROOM_UNKNOWN, "No classroom has this code."));
            requireMovable(connection, id);
            store.move(connection, id, Optional.of(classroom), Role.STUDENT);
            return known(connection, id);
        });
    }

    /**
     * Takes the participant out of the classroom.
     *
     * @throws RequestException {@code classroom-taught} for a teacher
     */
    Participant leave(UUID id) {
        return database.call(connection -> {
            requireMovable(connection, id);
            store.move(connection, id, Optional.empty(), Role.STUDENT);
            return known(connection, id);
        });
    }

    /** Deletes all that is kept about the participant; the classroom of a teacher is dissolved. */
    void delete(UUID id) {
        settle();
        database.call(connection -> {
            Participant participant = known(connection, id);
            if (participant.role() == Role.TEACHER && participant.classroom().isPresent()) {
                UUID classroom = participant.classroom().get().id();
                store.empty(connection, classroom);
                store.deleteClassroom(connection, classroom);
            }
            store.delete(connection, id);
            return true;
        });
    }

    /**
     * Deletes the classroom, and all that is kept about everybody in it.
     *
     * @throws RequestException {@code not-the-teacher}
     */
    void deleteClassroom(UUID teacher, UUID classroom) {
        settle();
        database.call(connection -> {
            if (!known(connection, teacher).teaches(classroom)) {
                throw new RequestException(ApiError.NOT_THE_TEACHER, "Only its teacher may delete a classroom.");
            }
            store.deleteClassroom(connection, classroom);
            return true;
        });
    }

    /** Writes a ZIP file of all that is kept about the participant. */
    void export(UUID id, OutputStream out) throws IOException {
        try (PersonalArchive archive = new PersonalArchive(out)) {
            archive.add("me.json", find(id).toJson());
            for (PersonalData keeper : keepers) {
                keeper.export(id, archive);
            }
        }
    }

    private void settle() {
        keepers.forEach(PersonalData::settle);
    }

    private void requireMovable(Connection connection, UUID id) throws SQLException {
        store.ensure(connection, id);
        if (known(connection, id).role() == Role.TEACHER) {
            throw new RequestException(
                    ApiError.CLASSROOM_TAUGHT, "You are the teacher of a classroom; delete that one first.");
        }
    }

    private Participant known(Connection connection, UUID id) throws SQLException {
        return store.find(connection, id).orElseGet(() -> Participant.unknown(id));
    }
}
