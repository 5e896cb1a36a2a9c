package org.speakdraw.app.history;

import com.fasterxml.jackson.databind.util.RawValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RefusedStatementException;
import org.speakdraw.app.stream.events.SessionEvent;

/** Writes session events to PostgreSQL. Settings are not among what is kept of every session; recordings have them. */
@Singleton
public class HistoryStore {

    private static final System.Logger LOG = System.getLogger(HistoryStore.class.getName());

    private static final String EXPORT = """
            select s.id, s.started_at, json_build_object('id', s.id, 'bundle', s.bundle, 'startedAt', s.started_at, 'endedAt', s.ended_at,
                'endReason', s.end_reason, 'framesIn', s.frames_in, 'framesOut', s.frames_out,
                'prompts', (select coalesce(json_agg(json_build_object('at', p.occurred_at, 'source', p.source,
                        'language', p.language, 'prompt', p.prompt, 'negativePrompt', p.negative_prompt)
                        order by p.occurred_at), '[]') from prompt_event p where p.session_id = s.id)) as json
            from session s where s.participant_id = :participant and (:id::uuid is null
                or (s.started_at, s.id) > (:startedAt::timestamptz, :id::uuid))
            order by s.started_at, s.id limit 10
            """;

    private final Database database;
    private final ParticipantStore participants;
    private final ErasureStore erasure;

    @Inject
    public HistoryStore(Database database, ParticipantStore participants, ErasureStore erasure) {
        this.database = database;
        this.participants = participants;
        this.erasure = erasure;
    }

    /**
     * Writes {@code events}; those that were written before change nothing. Events of a session that the database does
     * not know are left out: its beginning was lost, or it was deleted. So is an event that the database refuses,
     * though it is there: it would be refused for ever, and everything behind it would wait.
     *
     * @throws org.speakdraw.app.platform.RequestException {@code database-unavailable}; nothing or all of it is written
     *     then
     */
    void write(List<SessionEvent> events) {
        try {
            database.useTransaction(() -> events.forEach(this::write));
        } catch (RefusedStatementException e) {
            if (events.size() > 1) {
                events.forEach(event -> write(List.of(event)));
            } else {
                LOG.log(System.Logger.Level.ERROR, "The database refused an event of a session", e);
            }
        }
    }

    private void write(SessionEvent event) {
        if (event instanceof SessionEvent.Started started) {
            write(started);
        } else if (event instanceof SessionEvent.PromptChanged changed) {
            write(changed);
        } else if (event instanceof SessionEvent.Ended ended) {
            write(ended);
        } else if (!(event instanceof SessionEvent.SettingsChanged
                || event instanceof SessionEvent.Left
                || event instanceof SessionEvent.Came
                || event instanceof SessionEvent.Shared)) {
            throw new IllegalArgumentException(
                    "unknown event " + event.getClass().getName());
        }
    }

    private void write(SessionEvent.Started started) {
        started.participant().ifPresent(participants::ensure);
        database.useHandle(handle -> handle.execute(
                "insert into session (id, participant_id, bundle, started_at) values (?, ?, ?, ?)"
                        + " on conflict (id) do nothing",
                started.session(),
                started.participant(),
                started.bundle(),
                started.time()));
    }

    private void write(SessionEvent.PromptChanged changed) {
        database.useHandle(handle -> handle.createUpdate("""
                        insert into prompt_event
                            (session_id, participant_id, occurred_at, source, language, prompt, negative_prompt)
                        select s.id, case when :source <> 'model' then s.participant_id end, :time::timestamptz, :source,
                            :language, :prompt, :negativePrompt
                        from session s
                        where s.id = :session and not exists (select from prompt_event p where p.session_id = s.id
                            and p.occurred_at = :time and p.prompt = :prompt and p.negative_prompt = :negativePrompt)
                        """)
                .bind("time", changed.time())
                .bind("source", changed.prompt().source().id())
                .bind("language", changed.prompt().language())
                .bind("prompt", changed.prompt().text())
                .bind("negativePrompt", changed.negativePrompt())
                .bind("session", changed.session())
                .execute());
    }

    private void write(SessionEvent.Ended ended) {
        database.useHandle(handle -> handle.execute(
                "update session set ended_at = greatest(started_at, ?), end_reason = ?, frames_in = ?, frames_out = ?"
                        + " where id = ?",
                ended.time(),
                ended.reason(),
                ended.framesIn(),
                ended.framesOut(),
                ended.session()));
    }

    /** Deletes a session of the participant, and all that refers to it; false when there is no such session. */
    boolean delete(UUID participant, UUID session) {
        boolean owned = database.withHandle(handle -> handle.select(
                        "select exists (select from session where id = ? and participant_id = ?)", session, participant)
                .mapTo(boolean.class)
                .one());
        if (owned) {
            erasure.session(session);
        }
        return owned;
    }

    /**
     * Ten sessions of the participant, or what is left of them, in the order in which they began, each as JSON with its
     * prompts.
     *
     * @param after the last one of those before; empty for the first ten
     */
    List<ExportedSession> export(UUID participant, Optional<ExportedSession> after) {
        return database.withHandle(handle -> handle.createQuery(EXPORT)
                .bind("participant", participant)
                .bind("id", after.map(ExportedSession::id))
                .bind("startedAt", after.map(ExportedSession::startedAt))
                .map((row, context) -> new ExportedSession(
                        row.getObject("id", UUID.class),
                        row.getObject("started_at", OffsetDateTime.class),
                        new RawValue(row.getString("json"))))
                .list());
    }

    /** A session as it is exported. */
    record ExportedSession(UUID id, OffsetDateTime startedAt, RawValue json) {}
}
