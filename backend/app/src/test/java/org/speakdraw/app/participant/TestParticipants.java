package org.speakdraw.app.participant;

import java.util.List;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.DiskSpace;

/** Participants of a database under test. */
public final class TestParticipants {

    private TestParticipants() {}

    /** Those who keep something about them are told by {@code keepers}. */
    public static Participants of(Database database, Iterable<PersonalData> keepers) {
        return of(database, keepers, new ErasureStore(database));
    }

    /** The same; what they have is deleted by {@code erasure}. */
    public static Participants of(Database database, Iterable<PersonalData> keepers, ErasureStore erasure) {
        ParticipantStore store = new ParticipantStore(database);
        return new Participants(
                database, store, erasure, new ParticipantKey(database, store), keepers, NamePolicy.FREE);
    }

    /** Limits with so many newcomers a minute, and much of everything else. */
    public static SavingLimits limits(int newcomers) {
        return new SavingLimits(new DiskSpace(List.of(), folder -> 0), newcomers, 1_000, 1_000);
    }

    /** Gives somebody a name. */
    public static void rename(Participants participants, java.util.UUID id, String name) {
        participants.rename(id, name);
    }

    /** Deletes all that is kept about somebody. */
    public static void delete(Participants participants, java.util.UUID id) {
        participants.delete(id);
    }
}
