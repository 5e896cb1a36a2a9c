package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
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

    /** Rows that one transaction deletes: of pictures that is some ten megabytes. */
    public static final int PIECE = 200;

    private static final int PIECES_AT_ONCE = 12;
    /** What the statements for a recording cost that has nothing in it. */
    private static final int ROWS_OF_THE_SMALLEST = 20;

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
     * Deletes the oldest recordings until no more than {@code maxBytes} are kept, but about {@value #PIECES_AT_ONCE}
     * pieces at most: more than is recorded between two calls, and little enough that recording does not wait long.
     *
     * @return the sessions whose recording was given up for newer ones
     */
    public Set<UUID> recordingsOver(long maxBytes) {
        Set<UUID> gone = new TreeSet<>();
        OptionalInt left = OptionalInt.of(PIECES_AT_ONCE * piece);
        while (left.isPresent() && left.getAsInt() > 0) {
            // A recording counts in full until it is gone: what was begun is found again.
            Optional<UUID> oldest = database.withHandle(handle -> handle.select(
                            "select session_id from recording where (select sum(bytes) from recording) > ?"
                                    + " order by started_at, session_id desc limit 1",
                            maxBytes)
                    .mapTo(UUID.class)
                    .findOne());
            if (oldest.isEmpty()) {
                break;
            }
            left = recording(oldest.get(), left.getAsInt());
            if (left.isPresent()) {
                gone.add(oldest.get());
            }
        }
        return gone;
    }

    /**
     * Deletes the recording of a session, or about the first {@code rows} of it.
     *
     * @return how many of {@code rows} are left, negative where it were a few more; empty where the recording is still
     *     there
     */
    private OptionalInt recording(UUID session, int rows) {
        int left = rows;
        for (String table : OF_RECORDINGS) {
            boolean more = true;
            while (more) {
                if (left <= 0) {
                    return OptionalInt.empty();
                }
                int deleted = pieceOfRecording(table, session);
                left -= deleted;
                more = deleted == piece;
            }
        }
        change("delete from recording where session_id = ?", session);
        return OptionalInt.of(left - ROWS_OF_THE_SMALLEST);
    }

    private int pieceOfRecording(String table, UUID session) {
        return database.inTransactionOfItsOwn(handle -> {
            // Whoever trims or cuts a recording has this lock before those of its rows.
            handle.select("select 1 from recording where session_id = ? for no key update", session)
                    .mapTo(Integer.class)
                    .findOne();
            return piece(handle, table, "session_id = ?", session);
        });
    }

    /** Deletes a session with its recording and its prompts. */
    public void session(UUID session) {
        recording(session);
        all("prompt_event", "session_id = ?", session);
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
        all("handed_in_work", "classroom_id = ?", classroom);
    }

    /** Deletes what a participant has: sessions, works and presets; the participant itself stays. */
    public void possessions(UUID participant) {
        list("select id from session where participant_id = ?", participant).forEach(this::session);
        all("handed_in_work", "participant_id = ?", participant);
        all("preset", "owner_id = ?", participant);
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
            // Asked again each time: whoever joins the class meanwhile finds what is left.
            all(
                    "handed_in_work",
                    "classroom_id = ? and exists (select from classroom c where c.id = w.classroom_id and " + DESERTED
                            + ")",
                    classroom);
            change("delete from classroom c where " + DESERTED + " and c.id = ?", classroom);
        }
        int deleted = 0;
        for (UUID participant : list("select p.id from participant p where " + FORGOTTEN, age)) {
            all(
                    "handed_in_work",
                    "participant_id = ? and exists (select from participant p where p.id = w.participant_id and "
                            + FORGOTTEN + ")",
                    participant,
                    age);
            deleted += change("delete from participant p where " + FORGOTTEN + " and p.id = ?", age, participant);
        }
        return deleted;
    }

    private List<UUID> list(String sql, Object... values) {
        return database.withHandle(
                handle -> handle.select(sql, values).mapTo(UUID.class).list());
    }

    /** Deletes all rows of {@code table}, called {@code w}, of which {@code condition} is true. */
    private void all(String table, String condition, Object... values) {
        boolean more = true;
        while (more) {
            more = database.inTransactionOfItsOwn(handle -> piece(handle, table, condition, values)) == piece;
        }
    }

    /** How many rows went; fewer than a piece are the last. What is not seen here goes by the cascade. */
    private int piece(Handle handle, String table, String condition, Object... values) {
        return handle.execute(
                "delete from " + table + " where ctid = any(array(select w.ctid from " + table + " w where " + condition
                        + " limit " + piece + "))",
                values);
    }

    /** How many rows there were. */
    private int change(String sql, Object... values) {
        return database.inTransactionOfItsOwn(handle -> handle.execute(sql, values));
    }
}
