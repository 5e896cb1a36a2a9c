package org.speakdraw.app.participant;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.speakdraw.app.platform.Database;

/**
 * What participants may do about themselves. Every method throws {@code database-unavailable} while
 * the database is away. Thread-safe.
 */
@Singleton
public class Participants {

    private final Database database;
    private final ParticipantStore store;
    private final ErasureStore erasure;
    private final ParticipantKey key;
    private final Iterable<PersonalData> keepers;
    private final NamePolicy names;

    @Inject
    Participants(
            Database database,
            ParticipantStore store,
            ErasureStore erasure,
            ParticipantKey key,
            Instance<PersonalData> keepers,
            NamePolicy names) {
        this(database, store, erasure, key, (Iterable<PersonalData>) keepers, names);
    }

    /** With keepers that are no CDI beans. */
    Participants(
            Database database,
            ParticipantStore store,
            ErasureStore erasure,
            ParticipantKey key,
            Iterable<PersonalData> keepers,
            NamePolicy names) {
        this.database = database;
        this.store = store;
        this.erasure = erasure;
        this.key = key;
        this.keepers = keepers;
        this.names = names;
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

    /** @throws org.speakdraw.app.platform.RequestException {@code name-given} */
    Participant rename(UUID id, String name) {
        return database.inTransaction(() -> {
            names.requireFree(known(id));
            store.ensure(id);
            store.rename(id, name);
            return known(id);
        });
    }

    /** Deletes all that is kept about the participant; the classroom of a teacher is dissolved. */
    void delete(UUID id) {
        settle();
        Participant person = known(id);
        if (person.role() == Participant.Role.TEACHER) {
            person.classroom().map(Participant.Classroom::id).ifPresent(erasure::works);
        }
        erasure.possessions(id);
        database.useTransaction(() -> {
            keepers.forEach(keeper -> keeper.deleting(id));
            store.delete(id);
        });
    }

    /** Deletes what the people of a classroom have, and their works; it and they can be deleted at once then. */
    public void deletePossessions(UUID classroom) {
        settle();
        erasure.possessionsIn(classroom);
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
    public void settle() {
        keepers.forEach(PersonalData::settle);
    }

    private Participant known(UUID id) {
        return store.find(id).orElseGet(() -> Participant.unknown(id));
    }
}
