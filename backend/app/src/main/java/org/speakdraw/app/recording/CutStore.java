package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEdit.Span;

/**
 * Cuts a recording: what stays begins at 0, as if recording had been switched on there. Pictures may be more than one
 * statement has time for, so those of the rest go in pieces; should that be interrupted, the recording is whole but for
 * them, and cutting it again goes on.
 */
@Singleton
public class CutStore {

    /** What was on the screen when the part begins stays: the last picture of each kind until then. */
    private static final String DROP = """
            with gone as (
                delete from keyframe where ctid = any(array(
                    select k.ctid from keyframe k where k.session_id = :session and (
                        k.offset_ms > :to
                        or k.offset_ms <= :from and exists (
                            select from keyframe n where n.session_id = k.session_id and n.kind = k.kind
                                and n.offset_ms <= :from and (n.offset_ms, n.number) > (k.offset_ms, k.number)))
                    limit :piece))
                returning bytes
            ), dropped as (select count(*) as frames, coalesce(sum(bytes), 0) as bytes from gone)
            update recording r set frames = r.frames - d.frames, bytes = r.bytes - d.bytes
            from dropped d where r.session_id = :session returning d.frames
            """;

    private static final List<String> STEPS = List.of(
            "update keyframe set offset_ms = greatest(0, offset_ms - :from) where session_id = :session",
            "delete from settings_event where session_id = :session and offset_ms > :to",
            "update settings_event set offset_ms = greatest(0, offset_ms - :from) where session_id = :session",
            "delete from recording_gap where session_id = :session and (start_ms >= :to or end_ms <= :from)",
            """
            update recording_gap set start_ms = greatest(0, start_ms - :from), end_ms = least(end_ms, :to) - :from
            where session_id = :session
            """,
            """
            update recording set started_at = started_at + :from * interval '1 millisecond', duration_ms = :to - :from
            where session_id = :session
            """);

    private final Database database;
    private final int piece;

    @Inject
    CutStore(Database database) {
        this(database, ErasureStore.PIECE);
    }

    /** @param piece how many pictures go in one transaction */
    CutStore(Database database, int piece) {
        this.database = database;
        this.piece = piece;
    }

    /**
     * A part of a recording.
     *
     * @param span     within the recording
     * @param duration of the whole, in milliseconds. Another cut changes it, and so does what is recorded: in a recording of
     *     another duration the span is another part
     */
    record Part(Span span, long duration) {}

    /**
     * Deletes the pictures beside a part of a recording that is not going on. Not in a transaction.
     *
     * @return the part
     * @throws RequestException {@code request-invalid} where nothing would be left; {@code recording-unknown};
     *     {@code recording-ongoing} where it changes meanwhile
     */
    Part dropRest(UUID session, Span wanted) {
        long duration = database.inTransactionOfItsOwn(handle -> lock(handle, session));
        Part part = new Part(wanted.within(duration), duration);
        long dropped = piece;
        while (dropped == piece) {
            dropped = database.inTransactionOfItsOwn(handle -> drop(handle, session, part));
        }
        return part;
    }

    private long drop(Handle handle, UUID session, Part part) {
        lock(handle, session, part);
        return handle.createQuery(DROP)
                .bind("session", session)
                .bind("from", part.span().from())
                .bind("to", part.span().to())
                .bind("piece", piece)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Makes a part, beside which there are no pictures any more, the whole recording.
     *
     * @throws RequestException {@code recording-unknown}; {@code recording-ongoing} where it has changed meanwhile
     */
    void moveToStart(UUID session, Part part) {
        database.useHandle(handle -> {
            lock(handle, session, part);
            for (String step : STEPS) {
                handle.createUpdate(step)
                        .bind("session", session)
                        .bind("from", part.span().from())
                        .bind("to", part.span().to())
                        .execute();
            }
        });
    }

    private static void lock(Handle handle, UUID session, Part part) {
        if (lock(handle, session) != part.duration()) {
            throw new RequestException(
                    ApiError.RECORDING_ONGOING,
                    "The recording was changed while it was cut. Look at it before you cut it again.");
        }
    }

    /** Whoever writes to the recording waits from now on; how long it is, in milliseconds. */
    private static long lock(Handle handle, UUID session) {
        return handle.createQuery("select duration_ms from recording where session_id = :session for no key update")
                .bind("session", session)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(TimelineStore::unknown);
    }
}
