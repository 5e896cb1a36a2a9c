package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.prompt.PresetSearch.Order;
import org.speakdraw.app.prompt.PresetSearch.Scope;

/**
 * With as many rows as a school writes in a year, PostgreSQL answers by its indexes; {@link SearchBenchmark} says how
 * fast.
 */
class SearchPlansTest {

    private static final Database database = TestDatabase.create();
    /** An ordinary student. */
    private static final UUID STUDENT = new UUID(0x1000_0000_8000L, 77);

    @BeforeAll
    static void aSchoolYear() throws SQLException {
        ManyRows.writeInto(database);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void pagesOfPromptsComeFromTheIndexInOrder() {
        for (UUID each : List.of(STUDENT, ManyRows.BUSIEST)) {
            assertThat(plan(handle -> PromptHistoryStore.page(handle, each, SearchWords.of(""), Optional.empty(), 30)))
                    .contains("prompt_event_by_participant")
                    .doesNotContain("Sort", "Seq Scan");
        }
    }

    @Test
    void searchInPromptsNeverReadsThoseOfOthers() {
        for (UUID each : List.of(STUDENT, ManyRows.BUSIEST)) {
            assertThat(plan(handle ->
                            PromptHistoryStore.page(handle, each, SearchWords.of("lighth"), Optional.empty(), 30)))
                    .containsAnyOf("prompt_event_words", "prompt_event_by_participant")
                    .doesNotContain("Seq Scan");
            assertThat(plan(handle -> PromptHistoryStore.similar(handle, each, SearchWords.of("lihgthouse"), 30)))
                    .containsAnyOf("prompt_event_trigrams", "prompt_event_by_participant")
                    .doesNotContain("Seq Scan");
        }
    }

    @Test
    void theGalleryComesFromTheIndexInEveryOrder() {
        for (Order order : Order.values()) {
            assertThat(plan(handle -> PresetStore.page(handle, STUDENT, search("", order))))
                    .contains("Index Scan using preset_by_")
                    .doesNotContain("Sort", "Seq Scan on preset p");
        }
    }

    @Test
    void searchInTheGalleryUsesWordsAndTrigrams() {
        assertThat(plan(handle -> PresetStore.page(handle, STUDENT, search("volcano 1234", Order.NEW))))
                .contains("preset_words");
        assertThat(plan(handle -> PresetStore.similar(handle, STUDENT, search("vulcano", Order.NEW))))
                .contains("preset_trigrams");
    }

    private static PresetSearch search(String words, Order order) {
        return new PresetSearch(SearchWords.of(words), Optional.empty(), Scope.ALL, order, Optional.empty(), 24);
    }

    private static String plan(Function<Handle, Query> search) {
        return database.withHandle(handle -> {
            PresetStore.allowTypingMistakes(handle);
            Query query = search.apply(handle);
            query.getConfig(SqlStatements.class).setTemplateEngine((sql, context) -> "explain " + sql);
            return String.join("\n", query.mapTo(String.class).list());
        });
    }
}
