package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;

/**
 * The prompts of a participant in PostgreSQL, the newest first. Every method works in the thread's transaction, or in
 * one of its own.
 */
@Singleton
public class PromptHistoryStore {

    private static final String SELECT =
            "select id, session_id, occurred_at, source, language, prompt, negative_prompt from prompt_event"
                    + " where participant_id = :participant";

    private final Database database;

    @Inject
    PromptHistoryStore(Database database) {
        this.database = database;
    }

    /** A page of the prompts that have words with these beginnings; all prompts when there are no words. */
    List<PastPrompt> list(UUID participant, SearchWords words, Optional<PageCursor> after, int limit) {
        return database.withHandle(handle -> list(page(handle, participant, words, after, limit)));
    }

    static Query page(Handle handle, UUID participant, SearchWords words, Optional<PageCursor> after, int limit) {
        Query query = handle.createQuery(SELECT
                        + (words.isEmpty() ? "" : " and words @@ to_tsquery('simple', :prefixes)")
                        + (after.isEmpty() ? "" : " and (occurred_at, id) < (:time, :row)")
                        + " order by occurred_at desc, id desc limit :limit")
                .bind("participant", participant)
                .bind("limit", limit);
        if (!words.isEmpty()) {
            query.bind("prefixes", words.prefixes());
        }
        after.ifPresent(cursor -> query.bind("time", cursor.time()).bind("row", cursor.rowNumber()));
        return query;
    }

    /** The best matches, typing mistakes allowed, best first. */
    List<PastPrompt> listSimilar(UUID participant, SearchWords words, int limit) {
        if (words.fuzzy().isEmpty()) {
            return List.of();
        }
        return database.withHandle(handle -> {
            PresetStore.allowTypingMistakes(handle);
            return list(similar(handle, participant, words, limit));
        });
    }

    static Query similar(Handle handle, UUID participant, SearchWords words, int limit) {
        Query query = handle.createQuery(SELECT + PresetStore.nearlyAll(words, "prompt")
                        + " order by word_similarity(:words, prompt) desc, id desc limit :limit")
                .bind("participant", participant)
                .bind("limit", limit);
        return PresetStore.bindFuzzy(query, words);
    }

    private static List<PastPrompt> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static PastPrompt read(ResultSet row) throws SQLException {
        return new PastPrompt(
                row.getLong("id"),
                row.getObject("session_id", UUID.class),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("source"),
                Optional.ofNullable(row.getString("language")),
                row.getString("prompt"),
                row.getString("negative_prompt"));
    }

    void delete(UUID participant, long id) {
        database.useHandle(handle ->
                handle.execute("delete from prompt_event where participant_id = ? and id = ?", participant, id));
    }

    /** Deletes them all; how many there were. */
    int deleteAll(UUID participant) {
        return database.withHandle(
                handle -> handle.execute("delete from prompt_event where participant_id = ?", participant));
    }
}
