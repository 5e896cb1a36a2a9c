package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.PersonalArchive;
import org.speakdraw.app.participant.PersonalData;
import org.speakdraw.app.participant.TestParticipants;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.RefusedStatementException;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL. */
class PromptHistoryTest {

    private static final Database database = TestDatabase.create();

    private final Waiting waiting = new Waiting();
    private final PromptHistory history = new PromptHistory(
            database, new PromptHistoryStore(database), TestParticipants.of(database, List.of(waiting)));
    private final UUID ada = UUID.randomUUID();
    private final UUID ben = UUID.randomUUID();

    /** What is not written yet. */
    private static final class Waiting implements PersonalData {
        private String sql = "";

        @Override
        public void settle() {
            database.useHandle(handle -> handle.execute(sql));
        }

        @Override
        public void export(UUID participant, PersonalArchive archive) {}
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void bothSaidSomething() throws SQLException {
        for (UUID each : List.of(ada, ben)) {
            UUID session = UUID.randomUUID();
            execute("insert into participant (id) values ('" + each + "')");
            execute("insert into session (id, participant_id, bundle, started_at) values ('" + session + "', '" + each
                    + "', 'pocket', now())");
            execute("insert into prompt_event (session_id, participant_id, occurred_at, source, language, prompt)"
                    + " select '" + session + "', '" + each + "', now() + n * interval '1 second', 'spoken', 'de',"
                    + " (array['a watercolour fox', 'ein Kätzchen im Schnee', 'the sea at night'])[1 + n % 3] || ' ' || n"
                    + " from generate_series(0, 20) n");
        }
    }

    @Test
    void findsOnesOwnPromptsByBeginningsAndInSpiteOfMistakes() {
        assertThat(texts("water fo")).hasSize(7).allMatch(text -> text.startsWith("a watercolour fox"));
        assertThat(texts("KÄTZ")).hasSize(7);
        assertThat(texts("watrcolour")).hasSize(7).allMatch(text -> text.startsWith("a watercolour fox"));
        assertThat(texts("elephant")).isEmpty();
    }

    @Test
    void pagesFromTheNewestToTheOldest() {
        List<String> all = new ArrayList<>();
        Optional<PageCursor> after = Optional.empty();
        do {
            PromptHistory.Page page = history.list(ada, SearchWords.of(""), after, 4);
            page.prompts().forEach(prompt -> all.add(prompt.prompt()));
            after = PageCursor.decode(page.next().map(PageCursor::encode), PromptHistory.ORDER);
        } while (after.isPresent());
        assertThat(all).hasSize(21).doesNotHaveDuplicates();
        assertThat(all.get(0)).endsWith(" 20");
        assertThat(all.get(20)).endsWith(" 0");
    }

    @Test
    void deletesOnesOwnOnly() {
        long first = history.list(ada, SearchWords.of(""), Optional.empty(), 1)
                .prompts()
                .get(0)
                .id();
        history.delete(ben, first);
        assertThat(texts("")).hasSize(21);
        history.delete(ada, first);
        assertThat(texts("")).hasSize(20);
        waiting.sql = "insert into prompt_event (session_id, participant_id, occurred_at, source, prompt)"
                + " select id, participant_id, now(), 'typed', 'said just now' from session where participant_id = '"
                + ada
                + "'";
        history.deleteAll(ada);
        assertThat(texts("")).isEmpty();
        assertThat(history.list(ben, SearchWords.of(""), Optional.empty(), 60).prompts())
                .hasSize(21);
    }

    @Test
    void deletesWhatIsThereAlsoWhereWhatWaitsCannotBeWritten() {
        waiting.sql = "insert into prompt_event (session_id) values (null)";
        assertThatThrownBy(() -> history.deleteAll(ada)).isInstanceOf(RefusedStatementException.class);
        assertThat(texts("")).isEmpty();
    }

    private List<String> texts(String words) {
        return history.list(ada, SearchWords.of(words), Optional.empty(), 60).prompts().stream()
                .map(PastPrompt::prompt)
                .toList();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
