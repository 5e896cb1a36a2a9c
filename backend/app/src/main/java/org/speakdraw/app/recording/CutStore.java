package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEdit.Span;

/** Cuts a recording: what stays begins at 0, as if recording had been switched on there. */
@Singleton
public class CutStore {

    /** What was on the screen when the part begins stays: the last picture of each kind until then. */
    private static final List<String> STEPS = List.of(
            """
            delete from keyframe k where session_id = :session and (offset_ms > :to or exists (
                select from keyframe n where n.session_id = k.session_id and n.kind = k.kind and n.offset_ms <= :from
                    and (n.offset_ms, n.number) > (k.offset_ms, k.number)))
            """,
            "update keyframe set offset_ms = greatest(0, offset_ms - :from) where session_id = :session",
            "delete from settings_event where session_id = :session and offset_ms > :to",
            "update settings_event set offset_ms = greatest(0, offset_ms - :from) where session_id = :session",
            "delete from recording_gap where session_id = :session and (start_ms >= :to or end_ms <= :from)",
            """
            update recording_gap set start_ms = greatest(0, start_ms - :from), end_ms = least(end_ms, :to) - :from
            where session_id = :session
            """,
            """
            update recording set started_at = started_at + :from * interval '1 millisecond', duration_ms = :to - :from,
                frames = (select count(*) from keyframe where session_id = :session),
                bytes = (select coalesce(sum(bytes), 0) from keyframe where session_id = :session)
            where session_id = :session
            """);

    private final Database database;

    @Inject
    CutStore(Database database) {
        this.database = database;
    }

    /**
     * Keeps a part of a recording that nothing is being written to.
     *
     * @return the part, within the recording
     * @throws RequestException {@code request-invalid} where nothing would be left
     */
    Span keep(UUID session, Span wanted) {
        return database.withHandle(handle -> {
            Span span = wanted.within(durationOf(handle, session));
            for (String step : STEPS) {
                handle.createUpdate(step)
                        .bind("session", session)
                        .bind("from", span.from())
                        .bind("to", span.to())
                        .execute();
            }
            return span;
        });
    }

    private static long durationOf(Handle handle, UUID session) {
        return handle.createQuery("select duration_ms from recording where session_id = :session for update")
                .bind("session", session)
                .mapTo(Long.class)
                .one();
    }
}
