package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RefusedStatementException;
import org.speakdraw.app.recording.RecordingEntry.Begun;
import org.speakdraw.app.recording.RecordingEntry.Gap;
import org.speakdraw.app.recording.RecordingEntry.Keyframe;
import org.speakdraw.app.recording.RecordingEntry.SettingsChanged;
import org.speakdraw.app.recording.RecordingEntry.Switched;

/** Writes recordings to PostgreSQL, and keeps each within its bound. */
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
     * What is kept of a recording.
     *
     * @param startedAt      when it began
     * @param durationMillis as far as it goes
     * @param lastNumber     of its entries
     */
    record Kept(Instant startedAt, long durationMillis, int lastNumber) {}

    /**
     * What is recorded of a session.
     *
     * @param rate  key frames a second
     * @param input whether input frames are kept too
     */
    record Going(double rate, boolean input) {}

    /** What a session was recorded at when its server was last heard of; empty where recording was off. */
    Optional<Going> going(UUID session) {
        return database.withHandle(handle -> handle.createQuery(
                        "select rate, input_now from recording where session_id = :session and rate is not null")
                .bind("session", session)
                .map((row, context) -> new Going(row.getDouble("rate"), row.getBoolean("input_now")))
                .findOne());
    }

    /** Those of {@code sessions} that some server of a cluster has, and records as far as it has been heard of. */
    Set<UUID> goingInCluster(Collection<UUID> sessions) {
        return database.withHandle(handle -> handle.createQuery("""
                        select r.session_id from recording r join live_session l on l.id = r.session_id
                        where r.session_id = any(:sessions) and r.rate is not null
                        """)
                .bindArray("sessions", UUID.class, sessions)
                .mapTo(UUID.class)
                .set());
    }

    /** The recording of a session that was recorded before, perhaps by another server. */
    Optional<Kept> find(UUID session) {
        return database.withHandle(handle -> handle.createQuery("""
                        select started_at, duration_ms, greatest(0,
                            (select max(number) from keyframe where session_id = :session),
                            (select max(number) from settings_event where session_id = :session),
                            (select max(number) from recording_gap where session_id = :session)) as last
                        from recording where session_id = :session
                        """)
                .bind("session", session)
                .map((row, context) -> new Kept(
                        row.getTimestamp("started_at").toInstant(), row.getLong("duration_ms"), row.getInt("last")))
                .findOne());
    }

    /**
     * Writes {@code batch} and trims each recording that is over its bound. A batch that was written before changes nothing. A batch
     * that the database refuses, though it is there, would be refused for ever, and everything behind it would wait:
     * then its entries are written one by one, and a key frame that is still refused is a gap.
     *
     * @return the sessions whose recording is gone
     * @throws org.speakdraw.app.platform.RequestException {@code database-unavailable}; it may be written again as a
     *     whole
     */
    Set<UUID> write(List<RecordingEntry> batch, RecordingConfig bounds) {
        try {
            return writeAll(batch, bounds);
        } catch (RefusedStatementException e) {
            Set<UUID> gone = new TreeSet<>();
            if (batch.size() > 1) {
                batch.forEach(entry -> gone.addAll(write(List.of(entry), bounds)));
            } else {
                RecordingEntry refused = batch.get(0);
                LOG.log(
                        System.Logger.Level.ERROR,
                        "A {0} of a recording is left out. {1}",
                        refused.getClass().getSimpleName(),
                        e.getMessage());
                refused.ifRefused().ifPresent(gap -> gone.addAll(write(List.of(gap), bounds)));
            }
            return gone;
        }
    }

    /** All of it, or none. */
    private Set<UUID> writeAll(List<RecordingEntry> batch, RecordingConfig bounds) {
        return database.withHandle(handle -> {
            Map<UUID, Growth> growths = insert(handle, batch);
            Set<UUID> gone = new TreeSet<>();
            growths.forEach((session, growth) -> {
                Optional<Long> bytes = grow(handle, session, growth);
                if (bytes.isEmpty()) {
                    gone.add(session);
                } else if (bytes.get() > bounds.maxBytesPerRecording()) {
                    trim(handle, session, (long) (bounds.maxBytesPerRecording() * TRIMMED_TO));
                }
            });
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

    private static Map<UUID, Growth> insert(Handle handle, List<RecordingEntry> batch) {
        Map<UUID, Growth> growths = new LinkedHashMap<>();
        List<Keyframe> frames = new ArrayList<>();
        for (RecordingEntry entry : batch) {
            growths.merge(entry.session(), Growth.NONE.to(entry.offsetMillis()), (a, b) -> a.to(b.durationMillis()));
            if (entry instanceof Keyframe frame) {
                frames.add(frame);
            } else {
                insert(handle, entry);
            }
        }
        int[] inserted = insertFrames(handle, frames);
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] > 0) {
                Keyframe frame = frames.get(i);
                growths.computeIfPresent(frame.session(), (session, growth) -> growth.plus(frame));
            }
        }
        return growths;
    }

    /** What a session's former server says late switches nothing any more: its next one has begun a later stretch. */
    private static void switchTo(Handle handle, Switched switched) {
        handle.createUpdate("""
                        update recording set keeps_input = keeps_input or :input,
                            rate = case when later.begun then rate else nullif(:rate, 0) end,
                            input_now = case when later.begun then input_now else :input end
                        from (select exists (select from settings_event
                            where session_id = :session and number > :number) as begun) later
                        where session_id = :session
                        """)
                .bind("input", switched.keepsInput())
                .bind("rate", switched.rate())
                .bind("session", switched.session())
                .bind("number", switched.number())
                .execute();
    }

    private static void insert(Handle handle, RecordingEntry entry) {
        if (entry instanceof Begun begun) {
            begin(handle, begun);
        } else if (entry instanceof Switched switched) {
            switchTo(handle, switched);
        } else if (entry instanceof SettingsChanged changed) {
            handle.createUpdate("""
                            insert into settings_event (session_id, number, offset_ms, changes)
                            select session_id, :number, :offset, :changes::jsonb
                            from recording where session_id = :session on conflict do nothing
                            """)
                    .bind("number", changed.number())
                    .bind("offset", changed.offsetMillis())
                    .bind("changes", Json.write(changed.changes()))
                    .bind("session", changed.session())
                    .execute();
        } else if (entry instanceof Gap gap) {
            handle.createUpdate("""
                            insert into recording_gap (session_id, number, start_ms, end_ms, lost, reason)
                            select session_id, :number, :start, :end, :lost, :reason
                            from recording where session_id = :session on conflict do nothing
                            """)
                    .bind("number", gap.number())
                    .bind("start", gap.startMillis())
                    .bind("end", gap.offsetMillis())
                    .bind("lost", gap.lost())
                    .bind("reason", gap.reason().id())
                    .bind("session", gap.session())
                    .execute();
        } else {
            throw new IllegalArgumentException(
                    "no statement for " + entry.getClass().getName());
        }
    }

    private static void begin(Handle handle, Begun begun) {
        handle.createUpdate("""
                        insert into recording
                            (session_id, participant_id, token_digest, started_at, rate, keeps_input, input_now, repaint_of)
                        select id, participant_id, :digest, :start, nullif(:rate, 0), :input, :input,
                            (select session_id from recording where session_id = :original)
                        from session where id = :session on conflict do nothing
                        """)
                .bind("digest", begun.tokenDigest())
                .bind("start", begun.startedAt())
                .bind("rate", begun.rate())
                .bind("input", begun.keepsInput())
                .bind("original", begun.repaintOf())
                .bind("session", begun.session())
                .execute();
    }

    /** For each frame 1, or 0 where it was there before or its recording is gone. */
    private static int[] insertFrames(Handle handle, List<Keyframe> frames) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into keyframe (session_id, number, kind, offset_ms, seed, sha256, bytes, jpeg)
                select session_id, :number, :kind, :offset, :seed, :sha256, :bytes, :jpeg
                from recording where session_id = :session on conflict do nothing
                """);
        for (Keyframe frame : frames) {
            batch.bind("number", frame.number())
                    .bind("kind", frame.kind().id())
                    .bind("offset", frame.offsetMillis())
                    .bind("seed", frame.seed())
                    .bind("sha256", frame.sha256())
                    .bind("bytes", frame.jpeg().length)
                    .bind("jpeg", frame.jpeg())
                    .bind("session", frame.session())
                    .add();
        }
        return batch.execute();
    }

    /** The recording's bytes afterwards; empty when there is no such recording. */
    private static Optional<Long> grow(Handle handle, UUID session, Growth growth) {
        return handle.createQuery("""
                        update recording set duration_ms = greatest(duration_ms, :duration),
                            frames = frames + :frames, bytes = bytes + :bytes
                        where session_id = :session returning bytes
                        """)
                .bind("duration", growth.durationMillis())
                .bind("frames", growth.frames())
                .bind("bytes", growth.bytes())
                .bind("session", session)
                .mapTo(Long.class)
                .findOne();
    }

    /** Deletes the oldest key frames, so that {@code maxBytes} stay, and notes the gap. */
    private static void trim(Handle handle, UUID session, long maxBytes) {
        handle.createUpdate("""
                        with aged as (
                            select number, sum(bytes) over (order by offset_ms desc, number desc) as younger
                            from keyframe where session_id = :session
                        ), gone as (
                            delete from keyframe k using aged a
                            where k.session_id = :session and k.number = a.number and a.younger > :bytes
                            returning k.offset_ms, k.bytes
                        ), trimmed as (
                            select count(*) as frames, sum(bytes) as bytes, max(offset_ms) as until from gone
                        ), noted as (
                            insert into recording_gap (session_id, number, start_ms, end_ms, lost, reason)
                            select :session, :number, 0, until, frames, 'trimmed' from trimmed where frames > 0
                            on conflict (session_id, number)
                            do update set end_ms = excluded.end_ms, lost = recording_gap.lost + excluded.lost
                        )
                        update recording r set frames = r.frames - t.frames, bytes = r.bytes - t.bytes
                        from trimmed t where r.session_id = :session and t.frames > 0
                        """)
                .bind("session", session)
                .bind("bytes", maxBytes)
                .bind("number", TRIMMED)
                .execute();
    }

    /** Gives a recording a title; an empty one takes it away. */
    void rename(UUID session, String title) {
        database.useHandle(
                handle -> handle.execute("update recording set title = ? where session_id = ?", title, session));
    }
}
