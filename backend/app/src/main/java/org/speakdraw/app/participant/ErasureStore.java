package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.speakdraw.app.platform.Database;

/**
 * Deletes what may be more than one statement has time for: a class may have gigabytes of pictures. The database's
 * cascades would take them in one go; here they go before, in pieces, each in a transaction of its own. What was asked
 * for goes last, as it is, so that whoever was interrupted finds it again and goes on. No method may be called in a
 * transaction; each throws {@code database-unavailable} while the database is away, and then a part may be gone.
 * Thread-safe.
 */
@Singleton
public class ErasureStore {

    /** Rows; of pictures that is some ten megabytes. */
    private static final int PIECE = 200;

    private static final List<String> OF_RECORDINGS = List.of("keyframe", "settings_event", "recording_gap");

    private static final String DESERTED = "not exists (select from participant p where p.classroom_id = c.id)";

    private static final String FORGOTTEN = "p.seen_at < ? and p.role = 'student'"
            + " and not exists (select from session s where s.participant_id = p.id)"
            + " and not exists (select from preset o where o.owner_id = p.id)";

    private final Database database;
    private final int piece;

    @Inject
    public ErasureStore(Database database) {
        this(database, PIECE);
    }

    /** @param piece how many rows go in one transaction */
    public ErasureStore(Database database, int piece) {
        this.database = database;
        this.piece = piece;
    }

    /** Deletes the recording of a session. */
    public void recording(UUID session) {
        recording(session, Integer.MAX_VALUE);
    }

    /**
     * Deletes the recording of a session, or the first {@code pieces} of it. A small one counts as one.
     *
     * @param pieces at least 1
     * @return how many of {@code pieces} are left; 0 where more may be there than was deleted
     */
    public int recording(UUID session, int pieces) {
        int left = pieces - 1;
        for (String table : OF_RECORDINGS) {
            while (pieceOfRecording(table, session)) {
                if (left == 0) {
                    return 0;
                }
                left--;
            }
        }
        change("delete from recording where session_id = ?", session);
        return left;
    }

    private boolean pieceOfRecording(String table, UUID session) {
        return database.inTransactionOfItsOwn(handle -> {
            // Whoever trims or cuts a recording has this lock before those of its rows.
            handle.select("select 1 from recording where session_id = ? for no key update", session)
                    .mapTo(Integer.class)
                    .findOne();
            return piece(handle, table, "session_id", session);
        });
    }

    /** Deletes a session with its recording and its prompts. */
    public void session(UUID session) {
        recording(session);
        all("prompt_event", "session_id", session);
        change("delete from session where id = ?", session);
    }

    /** Deletes the recordings that began before {@code age}; how many there were. */
    public int recordingsBefore(Instant age) {
        List<UUID> old = list("select session_id from recording where started_at < ? order by started_at", age);
        old.forEach(this::recording);
        return old.size();
    }

    /** Deletes the sessions that began before {@code age} with all that refers to them; how many there were. */
    public int sessionsBefore(Instant age) {
        List<UUID> old = list("select id from session where started_at < ? order by started_at", age);
        old.forEach(this::session);
        return old.size();
    }

    /** Deletes the works of a class; the class itself and its people stay. */
    public void works(UUID classroom) {
        all("handed_in_work", "classroom_id", classroom);
    }

    /** Deletes what a participant has: sessions, works and presets; the participant itself stays. */
    public void possessions(UUID participant) {
        list("select id from session where participant_id = ?", participant).forEach(this::session);
        all("handed_in_work", "participant_id", participant);
        all("preset", "owner_id", participant);
    }

    /** Deletes what everybody in a class has, and its works; the class itself and its people stay. */
    public void possessionsIn(UUID classroom) {
        list("select id from participant where classroom_id = ?", classroom).forEach(this::possessions);
        works(classroom);
    }

    /**
     * Deletes those who were not seen since {@code age} and have neither sessions nor presets, and dissolves the
     * classrooms of which nobody was seen; how many people there were.
     */
    public int forgotten(Instant age) {
        change(
                "update participant set classroom_id = null, role = 'student' where classroom_id in (select classroom_id"
                        + " from participant group by classroom_id having max(seen_at) < ?)",
                age);
        for (UUID classroom : list("select c.id from classroom c where " + DESERTED)) {
            works(classroom);
            change("delete from classroom c where " + DESERTED + " and c.id = ?", classroom);
        }
        int deleted = 0;
        for (UUID participant : list("select p.id from participant p where " + FORGOTTEN, age)) {
            all("handed_in_work", "participant_id", participant);
            deleted += change("delete from participant p where " + FORGOTTEN + " and p.id = ?", age, participant);
        }
        return deleted;
    }

    private List<UUID> list(String sql, Object... values) {
        return database.withHandle(
                handle -> handle.select(sql, values).mapTo(UUID.class).list());
    }

    /** Deletes all rows of {@code table} that have {@code id} in {@code column}. */
    private void all(String table, String column, UUID id) {
        boolean more = true;
        while (more) {
            more = database.inTransactionOfItsOwn(handle -> piece(handle, table, column, id));
        }
    }

    /** Whether there may be more; what is not seen here goes by the cascade. */
    private boolean piece(Handle handle, String table, String column, UUID id) {
        return handle.execute(
                        "delete from " + table + " where ctid = any(array(select ctid from " + table + " where "
                                + column + " = ? limit ?))",
                        id,
                        piece)
                == piece;
    }

    /** How many rows there were. */
    private int change(String sql, Object... values) {
        return database.inTransactionOfItsOwn(handle -> handle.execute(sql, values));
    }
}
