package org.speakdraw.app.history;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.stream.SessionEvent;

/** Writes session events to PostgreSQL. */
@Singleton
public class HistoryStore {

    private final Database database;

    @Inject
    public HistoryStore(Database database) {
        this.database = database;
    }

    /**
     * Writes all of {@code events}, or none. Events of a session that the database does not know are left out: its
     * beginning was lost, or it was deleted.
     *
     * @throws SQLException when the database is away
     */
    void write(List<SessionEvent> events) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try {
                for (SessionEvent event : events) {
                    write(connection, event);
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void write(Connection connection, SessionEvent event) throws SQLException {
        if (event instanceof SessionEvent.Started started) {
            write(connection, started);
        } else if (event instanceof SessionEvent.SettingsChanged changed) {
            write(connection, changed.session(), changed, changed.changes().toString());
        } else if (event instanceof SessionEvent.PromptChanged changed) {
            write(connection, changed);
        } else if (event instanceof SessionEvent.Ended ended) {
            write(connection, ended);
        }
    }

    private static void write(Connection connection, SessionEvent.Started started) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into session (id, bundle, started_at) values (?, ?, ?) on conflict (id) do nothing")) {
            insert.setObject(1, started.session());
            insert.setString(2, started.bundle());
            insert.setTimestamp(3, Timestamp.from(started.time()));
            insert.executeUpdate();
        }
        write(connection, started.session(), started, started.settings().toString());
    }

    private static void write(Connection connection, java.util.UUID session, SessionEvent event, String changes)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into settings_event (session_id, occurred_at, changes)"
                        + " select id, ?, ?::jsonb from session where id = ?")) {
            insert.setTimestamp(1, Timestamp.from(event.time()));
            insert.setString(2, changes);
            insert.setObject(3, session);
            insert.executeUpdate();
        }
    }

    private static void write(Connection connection, SessionEvent.PromptChanged changed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into prompt_event (session_id, occurred_at, source, language, prompt, negative_prompt)"
                        + " select id, ?, ?, ?, ?, ? from session where id = ?")) {
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
}
