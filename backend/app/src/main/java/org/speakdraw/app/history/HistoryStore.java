package org.speakdraw.app.history;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.stream.JsonGenerator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.RefusedStatementException;
import org.speakdraw.app.stream.SessionEvent;

/** Writes session events to PostgreSQL. Settings are not among what is kept of every session; recordings have them. */
@Singleton
public class HistoryStore {

    private static final System.Logger LOG = System.getLogger(HistoryStore.class.getName());

    private static final String EXPORT = """
            select json_build_object('id', s.id, 'bundle', s.bundle, 'startedAt', s.started_at, 'endedAt', s.ended_at,
                'endReason', s.end_reason, 'framesIn', s.frames_in, 'framesOut', s.frames_out,
                'prompts', (select coalesce(json_agg(json_build_object('at', p.occurred_at, 'source', p.source,
                        'language', p.language, 'prompt', p.prompt, 'negativePrompt', p.negative_prompt)
                        order by p.occurred_at), '[]') from prompt_event p where p.session_id = s.id))
            from session s where s.participant_id = ? order by s.started_at
            """;

    private final Database database;
    private final ParticipantStore participants;

    @Inject
    public HistoryStore(Database database, ParticipantStore participants) {
        this.database = database;
        this.participants = participants;
    }

    /**
     * Writes {@code events}; those that were written before change nothing. Events of a session that the database does not
     * know are left out: its beginning was lost, or it was deleted. So is an event that the database refuses, though it is
     * there: it would be refused for ever, and everything behind it would wait.
     *
     * @throws org.speakdraw.app.platform.RequestException {@code database-unavailable}; nothing or all of it is written then
     */
    void write(List<SessionEvent> events) {
        try {
            database.call(connection -> {
                for (SessionEvent event : events) {
                    write(connection, event);
                }
                return true;
            });
        } catch (RefusedStatementException e) {
            if (events.size() > 1) {
                events.forEach(event -> write(List.of(event)));
            } else {
                LOG.log(System.Logger.Level.ERROR, "The database refused an event of a session", e);
            }
        }
    }

    private void write(Connection connection, SessionEvent event) throws SQLException {
        if (event instanceof SessionEvent.Started started) {
            write(connection, started);
        } else if (event instanceof SessionEvent.PromptChanged changed) {
            write(connection, changed);
        } else if (event instanceof SessionEvent.Ended ended) {
            write(connection, ended);
        }
    }

    private void write(Connection connection, SessionEvent.Started started) throws SQLException {
        if (started.participant().isPresent()) {
            participants.ensure(connection, started.participant().get());
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into session (id, participant_id, bundle, started_at)"
                        + " values (?, ?, ?, ?) on conflict (id) do nothing")) {
            insert.setObject(1, started.session());
            insert.setObject(2, started.participant().orElse(null));
            insert.setString(3, started.bundle());
            insert.setTimestamp(4, Timestamp.from(started.time()));
            insert.executeUpdate();
        }
    }

    private static void write(Connection connection, SessionEvent.PromptChanged changed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into prompt_event (session_id, participant_id, occurred_at, source, language, prompt, negative_prompt)
                select s.id, s.participant_id, e.occurred_at, e.source, e.language, e.prompt, e.negative_prompt
                from session s, (select ?::timestamptz, ?, ?, ?, ?) e (occurred_at, source, language, prompt, negative_prompt)
                where s.id = ? and not exists (select from prompt_event p where p.session_id = s.id
                    and p.occurred_at = e.occurred_at and p.prompt = e.prompt and p.negative_prompt = e.negative_prompt)
                """)) {
            insert.setTimestamp(1, Timestamp.from(changed.time()));
            insert.setString(2, changed.prompt().source().id());
            insert.setString(3, changed.prompt().language().orElse(null));
            insert.setString(4, changed.prompt().text());
            insert.setString(5, changed.negativePrompt());
            insert.setObject(6, changed.session());
            insert.executeUpdate();
        }
    }

    private static void write(Connection connection, SessionEvent.Ended ended) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update session set ended_at = greatest(started_at, ?), end_reason = ?, frames_in = ?, frames_out = ?"
                        + " where id = ?")) {
            update.setTimestamp(1, Timestamp.from(ended.time()));
            update.setString(2, ended.reason());
            update.setLong(3, ended.framesIn());
            update.setLong(4, ended.framesOut());
            update.setObject(5, ended.session());
            update.executeUpdate();
        }
    }

    /** Deletes a session of the participant, and all that refers to it; false when there is no such session. */
    boolean delete(UUID participant, UUID session) {
        return database.call(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from session where id = ? and participant_id = ?")) {
                delete.setObject(1, session);
                delete.setObject(2, participant);
                return delete.executeUpdate() == 1;
            }
        });
    }

    /** Deletes the sessions that began before {@code age} with all that refers to them; how many there were. */
    int deleteBefore(Instant age) {
        return database.call(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from session where started_at < ?")) {
                delete.setTimestamp(1, Timestamp.from(age));
                return delete.executeUpdate();
            }
        });
    }

    /** Writes all sessions of the participant as one array, with their prompts. */
    void export(UUID participant, JsonGenerator json) {
        database.call(connection -> {
            json.writeStartArray();
            try (PreparedStatement query = connection.prepareStatement(EXPORT)) {
                query.setFetchSize(10);
                query.setObject(1, participant);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        json.write(JsonText.readObject(rows.getString(1), ApiError.INTERNAL));
                    }
                }
            }
            json.writeEnd();
            return true;
        });
    }
}
