package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RefusedStatementException;
import org.speakdraw.app.recording.RecordingEntry.Keyframe;

/** Writes recordings to PostgreSQL, and keeps them within their bounds. */
@Singleton
public class RecordingStore {

    private static final System.Logger LOG = System.getLogger(RecordingStore.class.getName());
    /** Of the bound, so that not every batch has to trim. */
    private static final double TRIMMED_TO = 0.9;
    /** Number of the gap that trimming leaves; entries have numbers from 0. */
    private static final int TRIMMED = -1;

    private final Database database;

    @Inject
    public RecordingStore(Database database) {
        this.database = database;
    }

    /**
     * Writes {@code batch} and trims what is over the bounds. A batch that was written before changes nothing. A batch that
     * the database refuses, though it is there, would be refused for ever, and everything behind it would wait: then its
     * entries are written one by one, and a key frame that is still refused is a gap.
     *
     * @return the sessions whose recording is gone: deleted, or given up for newer ones
     * @throws org.speakdraw.app.platform.RequestException {@code database-unavailable}; it may be written again as a whole
     */
    Set<UUID> write(List<RecordingEntry> batch, RecordingConfig bounds) {
        try {
            return writeAll(batch, bounds);
        } catch (RefusedStatementException e) {
            Set<UUID> gone = new TreeSet<>();
            if (batch.size() > 1) {
                batch.forEach(entry -> gone.addAll(write(List.of(entry), bounds)));
            } else {
                LOG.log(System.Logger.Level.ERROR, "The database refused an entry of a recording", e);
                batch.get(0).ifRefused().ifPresent(gap -> gone.addAll(write(List.of(gap), bounds)));
            }
            return gone;
        }
    }

    /** All of it, or none. */
    private Set<UUID> writeAll(List<RecordingEntry> batch, RecordingConfig bounds) {
        return database.call(connection -> {
            Map<UUID, Growth> growths = insert(connection, batch);
            Set<UUID> gone = new TreeSet<>();
            for (Map.Entry<UUID, Growth> growth : growths.entrySet()) {
                long bytes = grow(connection, growth.getKey(), growth.getValue());
                if (bytes < 0) {
                    gone.add(growth.getKey());
                } else if (bytes > bounds.maxBytesPerRecording()) {
                    trim(connection, growth.getKey(), (long) (bounds.maxBytesPerRecording() * TRIMMED_TO));
                }
            }
            gone.addAll(deleteOver(connection, bounds.maxTotalBytes()));
            return gone;
        });
    }

    /** By how much a batch has made a recording longer. */
    private record Growth(long durationMillis, long frames, long bytes) {

        static final Growth NONE = new Growth(0, 0, 0);

        Growth to(long offsetMillis) {
            return new Growth(Math.max(durationMillis, offsetMillis), frames, bytes);
        }

        Growth plus(Keyframe frame) {
            return new Growth(durationMillis, frames + 1, bytes + frame.jpeg().length);
        }
    }

    private static Map<UUID, Growth> insert(Connection connection, List<RecordingEntry> batch) throws SQLException {
        Map<UUID, Growth> growths = new LinkedHashMap<>();
        List<Keyframe> frames = new ArrayList<>();
        for (RecordingEntry entry : batch) {
            growths.merge(entry.session(), Growth.NONE.to(entry.offsetMillis()), (a, b) -> a.to(b.durationMillis()));
            if (entry instanceof Keyframe frame) {
                frames.add(frame);
            } else {
                insert(connection, entry);
            }
        }
        int[] inserted = insertFrames(connection, frames);
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] > 0) {
                Keyframe frame = frames.get(i);
                growths.computeIfPresent(frame.session(), (session, growth) -> growth.plus(frame));
            }
        }
        return growths;
    }

    private static void insert(Connection connection, RecordingEntry entry) throws SQLException {
        if (entry instanceof RecordingEntry.Begun begun) {
            execute(
                    connection,
                    """
                    insert into recording (session_id, participant_id, token_digest, started_at, keeps_input, repaint_of)
                    select id, participant_id, ?, ?, ?, (select session_id from recording where session_id = ?)
                    from session where id = ? on conflict do nothing
                    """,
                    begun.tokenDigest(),
                    Timestamp.from(begun.startedAt()),
                    begun.keepsInput(),
                    begun.repaintOf().orElse(null),
                    begun.session());
        } else if (entry instanceof RecordingEntry.Switched switched) {
            execute(
                    connection,
                    "update recording set keeps_input = keeps_input or ? where session_id = ?",
                    switched.keepsInput(),
                    switched.session());
        } else if (entry instanceof RecordingEntry.SettingsChanged changed) {
            execute(
                    connection,
                    """
                    insert into settings_event (session_id, number, offset_ms, changes)
                    select session_id, ?, ?, ?::jsonb from recording where session_id = ? on conflict do nothing
                    """,
                    changed.number(),
                    changed.offsetMillis(),
                    changed.changes().toString(),
                    changed.session());
        } else if (entry instanceof RecordingEntry.Gap gap) {
            execute(
                    connection,
                    """
                    insert into recording_gap (session_id, number, start_ms, end_ms, lost, reason)
                    select session_id, ?, ?, ?, ?, ? from recording where session_id = ? on conflict do nothing
                    """,
                    gap.number(),
                    gap.startMillis(),
                    gap.offsetMillis(),
                    gap.lost(),
                    gap.reason().id(),
                    gap.session());
        }
    }

    private static int[] insertFrames(Connection connection, List<Keyframe> frames) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into keyframe (session_id, number, kind, offset_ms, seed, sha256, bytes, jpeg)
                select session_id, ?, ?, ?, ?, ?, ?, ? from recording where session_id = ? on conflict do nothing
                """)) {
            for (Keyframe frame : frames) {
                bind(
                        insert,
                        frame.number(),
                        frame.kind().id(),
                        frame.offsetMillis(),
                        frame.seed(),
                        frame.sha256(),
                        frame.jpeg().length,
                        frame.jpeg(),
                        frame.session());
                insert.addBatch();
            }
            return insert.executeBatch();
        }
    }

    /** The recording's bytes afterwards; -1 when there is no such recording. */
    private static long grow(Connection connection, UUID session, Growth growth) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update recording set duration_ms = greatest(duration_ms, ?), frames = frames + ?, bytes = bytes + ?
                where session_id = ? returning bytes
                """)) {
            bind(update, growth.durationMillis(), growth.frames(), growth.bytes(), session);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    /** Deletes the oldest key frames, so that {@code maxBytes} stay, and notes the gap. */
    private static void trim(Connection connection, UUID session, long maxBytes) throws SQLException {
        execute(connection, """
                with aged as (
                    select number, sum(bytes) over (order by offset_ms desc, number desc) as younger
                    from keyframe where session_id = ?
                ), gone as (
                    delete from keyframe k using aged a
                    where k.session_id = ? and k.number = a.number and a.younger > ?
                    returning k.offset_ms, k.bytes
                ), trimmed as (
                    select count(*) as frames, sum(bytes) as bytes, max(offset_ms) as until from gone
                ), noted as (
                    insert into recording_gap (session_id, number, start_ms, end_ms, lost, reason)
                    select ?, ?, 0, until, frames, 'trimmed' from trimmed where frames > 0
                    on conflict (session_id, number)
                    do update set end_ms = excluded.end_ms, lost = recording_gap.lost + excluded.lost
                )
                update recording r set frames = r.frames - t.frames, bytes = r.bytes - t.bytes
                from trimmed t where r.session_id = ? and t.frames > 0
                """, session, session, maxBytes, session, TRIMMED, session);
    }

    /** Deletes the oldest recordings, so that no more than {@code maxBytes} stay. */
    private static List<UUID> deleteOver(Connection connection, long maxBytes) throws SQLException {
        List<UUID> deleted = new ArrayList<>();
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from recording where (select sum(bytes) from recording) > ? and session_id in (
                    select session_id from (
                        select session_id, sum(bytes) over (order by started_at desc, session_id) as younger from recording
                    ) aged where younger > ?)
                returning session_id
                """)) {
            bind(delete, maxBytes, maxBytes);
            try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    deleted.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return deleted;
    }

    /** Deletes a recording, or everything of its session. */
    void delete(UUID session, boolean everything) {
        database.call(connection -> execute(
                connection,
                everything ? "delete from session where id = ?" : "delete from recording where session_id = ?",
                session));
    }

    /** Deletes the recordings that began before {@code age}; how many there were. */
    int deleteBefore(Instant age) {
        return database.call(
                connection -> execute(connection, "delete from recording where started_at < ?", Timestamp.from(age)));
    }

    private static int execute(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
