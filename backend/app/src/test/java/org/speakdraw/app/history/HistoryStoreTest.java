package org.speakdraw.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.stream.events.SessionEvent;

/** Against a real PostgreSQL. */
class HistoryStoreTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private static final Database database = TestDatabase.create();

    private final UUID session = UUID.randomUUID();
    private final UUID participant = UUID.randomUUID();
    private final ErasureStore erasure = new ErasureStore(database);
    private final HistoryStore store = new HistoryStore(database, new ParticipantStore(database), erasure);

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void keepsASessionWithItsPromptsButNotItsSettings() throws SQLException {
        store.write(List.of(
                started(),
                prompt("ein Fuchs 🦊 im Schnee", Prompt.Source.SPOKEN),
                new SessionEvent.SettingsChanged(
                        session,
                        START.plusSeconds(2),
                        JsonNodeFactory.instance.objectNode().put("strength", 0.4)),
                new SessionEvent.Ended(session, START.plusSeconds(9), "idle", 120, 100)));

        assertThat(query("select end_reason || ' ' || frames_out from session where id = '" + session + "'"))
                .isEqualTo("idle 100");
        assertThat(query("select source || ' ' || language || ' ' || prompt from prompt_event where session_id = '"
                        + session + "'"))
                .isEqualTo("spoken de ein Fuchs 🦊 im Schnee");
        assertThat(query("select count(*) from settings_event where session_id = '" + session + "'"))
                .isEqualTo("0");
    }

    @Test
    void whatTheModelBeginsWithIsOfTheSessionAndOfNobody() throws SQLException {
        store.write(List.of(started(), prompt("a fox", Prompt.Source.MODEL), prompt("a wolf", Prompt.Source.TYPED)));

        assertThat(query("select string_agg(prompt, ',') from prompt_event where participant_id = '" + participant
                        + "'"))
                .isEqualTo("a wolf");
        assertThat(store.export(participant, Optional.empty())
                        .get(0)
                        .json()
                        .rawValue()
                        .toString())
                .contains("\"model\"", "\"a fox\"");
    }

    @Test
    void findsPromptsByTheirWords() throws SQLException {
        store.write(List.of(started(), prompt("a watercolour Fox in the snow", Prompt.Source.TYPED)));
        assertThat(query("select count(*) from prompt_event where words @@ to_tsquery('simple', 'fox & snow')"
                        + " and session_id = '" + session + "'"))
                .isEqualTo("1");
    }

    @Test
    void deletesEverythingOfASessionWithIt() throws SQLException {
        store.write(List.of(started(), prompt("gone soon", Prompt.Source.TYPED)));
        query("with gone as (delete from session where id = '" + session + "' returning 1) select count(*) from gone");
        assertThat(query("select count(*) from prompt_event where session_id = '" + session + "'"))
                .isEqualTo("0");
    }

    @Test
    void deletesASessionForItsOwnerOnlyAndKeepsNothingThatComesAfter() throws SQLException {
        store.write(List.of(started(), prompt("gone soon", Prompt.Source.TYPED)));
        assertThat(store.delete(UUID.randomUUID(), session)).isFalse();
        assertThat(store.delete(participant, session)).isTrue();
        store.write(List.of(prompt("still painting", Prompt.Source.TYPED)));
        assertThat(query("select (select count(*) from session where id = '" + session + "')"
                        + " + (select count(*) from prompt_event where session_id = '" + session + "')"))
                .isEqualTo("0");
    }

    @Test
    void leavesOutEventsOfUnknownSessions() throws SQLException {
        store.write(List.of(prompt("whose is this?", Prompt.Source.TYPED)));
        assertThat(query("select count(*) from prompt_event where prompt = 'whose is this?'"))
                .isEqualTo("0");
    }

    @Test
    void leavesOutWhatTheDatabaseRefusesAndWritesTheRest() throws SQLException {
        Prompt tooLong = new Prompt("x".repeat(3000), Prompt.Source.TYPED, Optional.empty());
        store.write(List.of(
                started(),
                new SessionEvent.PromptChanged(session, START, tooLong, ""),
                prompt("behind it", Prompt.Source.TYPED)));
        assertThat(query("select string_agg(prompt, ',') from prompt_event where session_id = '" + session + "'"))
                .isEqualTo("behind it");
    }

    @Test
    void keepsABatchThatIsWrittenTwiceOnce() throws SQLException {
        List<SessionEvent> batch = List.of(started(), prompt("once", Prompt.Source.TYPED));
        store.write(batch);
        store.write(batch);
        assertThat(query("select count(*) from prompt_event where session_id = '" + session + "'"))
                .isEqualTo("1");
    }

    @Test
    void deletesSessionsThatHaveComeOfAge() throws SQLException {
        store.write(List.of(started(), prompt("long ago", Prompt.Source.TYPED)));
        erasure.sessionsBefore(START);
        assertThat(query("select count(*) from prompt_event where session_id = '" + session + "'"))
                .isEqualTo("1");
        assertThat(erasure.sessionsBefore(START.plusSeconds(1))).isPositive();
        assertThat(query("select count(*) from prompt_event where session_id = '" + session + "'"))
                .isEqualTo("0");
    }

    @Test
    void exportsTheSessionsOfOneParticipantOnly() throws SQLException {
        store.write(List.of(started(), prompt("mine, with \"quotes\" and 🦊", Prompt.Source.TYPED)));
        List<JsonNode> sessions = new ArrayList<>();
        List<HistoryStore.ExportedSession> page = store.export(participant, Optional.empty());
        page.forEach(
                each -> sessions.add(Json.read(each.json().rawValue().toString(), JsonNode.class, ApiError.INTERNAL)));
        assertThat(sessions).hasSize(1);
        assertThat(store.export(participant, Optional.of(page.get(0)))).isEmpty();
        JsonNode mine = sessions.get(0);
        assertThat(mine.get("id").asText()).isEqualTo(session.toString());
        assertThat(mine.at("/prompts/0/prompt").asText()).isEqualTo("mine, with \"quotes\" and 🦊");
    }

    private SessionEvent started() {
        return new SessionEvent.Started(
                session,
                START,
                Optional.of(participant),
                "pocket",
                JsonNodeFactory.instance.objectNode().put("strength", 0.5));
    }

    private SessionEvent prompt(String text, Prompt.Source source) {
        return new SessionEvent.PromptChanged(
                session, START.plusSeconds(1), new Prompt(text, source, Optional.of("de")), "");
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
