package org.speakdraw.app.prompt;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.TestParticipants;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.prompt.PresetSearch.Order;
import org.speakdraw.app.prompt.PresetSearch.Scope;
import org.speakdraw.app.safety.SafetyScope;
import org.speakdraw.app.safety.TestSafety;

/**
 * Prints how long the gallery and the search in prompts take with a school year in a real PostgreSQL, connection and
 * reading of the rows included:
 * <pre>mvn -q -f backend/app test-compile exec:java -Dexec.mainClass=org.speakdraw.app.prompt.SearchBenchmark \
 *     -Dexec.classpathScope=test</pre>
 */
public final class SearchBenchmark {

    private static final int WARM_UP = 50;
    private static final int RUNS = 400;
    private static final List<String> WORDS =
            List.of("fox", "wat", "lighthouse night", "volc", "friendly dragon", "pencil sk", "number 12", "gold");
    private static final List<String> MISTAKES =
            List.of("watrcolour", "lihgthouse", "penncil", "dragn", "buterfly", "vulcano");

    private final Random random = new Random(7);

    private SearchBenchmark() {}

    public static void main(String[] arguments) throws SQLException {
        try (Closing database = new Closing(TestDatabase.create())) {
            ManyRows.writeInto(database.database());
            new SearchBenchmark().measure(database.database());
        }
    }

    private record Closing(Database database) implements AutoCloseable {
        @Override
        public void close() {
            database.close();
        }
    }

    private void measure(Database database) {
        PromptHistory history =
                new PromptHistory(database, new PromptHistoryStore(database), TestParticipants.of(database, List.of()));
        Presets presets = new Presets(
                database,
                new PresetStore(database),
                new ParticipantStore(database),
                new Thumbnails(TestSafety.blindWatch()),
                PresetSelection.EVERYTHING,
                TestSafety.config(SafetyScope.OFF));
        System.out.printf("%-46s %9s %9s%n", "200,000 prompts, 2,000 sessions, 20,000 presets", "p50", "p95");
        time("prompts: first page", who -> list(history, who, ""));
        time("prompts: search by beginnings", who -> list(history, who, any(WORDS)));
        time("prompts: search with a mistake", who -> list(history, who, any(MISTAKES)));
        time("prompts: the same, who wrote 20,000", who -> list(history, ManyRows.BUSIEST, any(MISTAKES)));
        for (Order order : Order.values()) {
            time("gallery: first page, " + order.name().toLowerCase(Locale.ROOT), who -> list(presets, who, "", order));
        }
        time("gallery: tags", presets::tags);
        time("gallery: search by beginnings", who -> list(presets, who, any(WORDS), Order.NEW));
        time("gallery: search with a mistake", who -> list(presets, who, any(MISTAKES), Order.NEW));
    }

    private static void list(PromptHistory history, UUID who, String words) {
        history.list(who, SearchWords.of(words), Optional.empty(), 30);
    }

    private static void list(Presets presets, UUID who, String words, Order order) {
        presets.list(
                who, new PresetSearch(SearchWords.of(words), Optional.empty(), Scope.ALL, order, Optional.empty(), 24));
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void time(String what, Consumer<UUID> deed) {
        double[] millis = new double[RUNS];
        for (int i = -WARM_UP; i < RUNS; i++) {
            UUID who = new UUID(0x1000_0000_8000L, 1 + random.nextInt(200));
            long start = System.nanoTime();
            deed.accept(who);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf("%-46s %6.1f ms %6.1f ms%n", what, millis[RUNS / 2], millis[RUNS * 95 / 100]);
    }
}
