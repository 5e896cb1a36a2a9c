package org.speakdraw.app.prompt;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.SqlQuery;

/** The prompts of a participant in PostgreSQL, the newest first. Every method works in the caller's transaction. */
@Singleton
public class PromptHistoryStore {

    private static final String SELECT =
            "select id, session_id, occurred_at, source, language, prompt, negative_prompt from prompt_event"
                    + " where participant_id = ?";

    /** A page of the prompts that have words with these beginnings; all prompts when there are no words. */
    List<PastPrompt> list(
            Connection connection, UUID participant, SearchWords words, Optional<PageCursor> after, int limit)
            throws SQLException {
        return read(connection, page(participant, words, after, limit));
    }

    static SqlQuery page(UUID participant, SearchWords words, Optional<PageCursor> after, int limit) {
        SqlQuery query = new SqlQuery().add(SELECT, participant);
        if (!words.isEmpty()) {
            query.add("and words @@ to_tsquery('simple', ?)", words.prefixes());
        }
        after.ifPresent(cursor -> query.add("and (occurred_at, id) < (?, ?)", cursor.time(), cursor.rowNumber()));
        return query.add("order by occurred_at desc, id desc limit ?", limit);
    }

    /** The best matches in spite of typing mistakes, best first. */
    List<PastPrompt> listSimilar(Connection connection, UUID participant, SearchWords words, int limit)
            throws SQLException {
        if (words.fuzzy().isEmpty()) {
            return List.of();
        }
        PresetStore.allowTypingMistakes(connection);
        return read(connection, similar(participant, words, limit));
    }

    static SqlQuery similar(UUID participant, SearchWords words, int limit) {
        SqlQuery query = new SqlQuery().add(SELECT, participant);
        words.fuzzy().forEach(word -> query.add("and ? <% prompt", word));
        return query.add("order by word_similarity(?, prompt) desc, id desc", String.join(" ", words.fuzzy()))
                .add("limit ?", limit);
    }

    private static List<PastPrompt> read(Connection connection, SqlQuery query) throws SQLException {
        List<PastPrompt> prompts = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                prompts.add(new PastPrompt(
                        row.getLong("id"),
                        row.getObject("session_id", UUID.class),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        row.getString("source"),
                        Optional.ofNullable(row.getString("language")),
                        row.getString("prompt"),
                        row.getString("negative_prompt")));
            }
        }
        return prompts;
    }

    void delete(Connection connection, UUID participant, long id) throws SQLException {
        execute(connection, "delete from prompt_event where participant_id = ? and id = ?", participant, id);
    }

    void deleteAll(Connection connection, UUID participant) throws SQLException {
        execute(connection, "delete from prompt_event where participant_id = ?", participant);
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = new SqlQuery().add(sql, values).prepare(connection)) {
            statement.executeUpdate();
        }
    }
}
