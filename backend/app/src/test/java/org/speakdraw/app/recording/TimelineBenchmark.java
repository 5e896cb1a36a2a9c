package org.speakdraw.app.recording;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;

/**
 * How long the first page of recordings and a time line take among 2,000 recordings of a participant with 40,000
 * prompts and 240,000 key frames, in milliseconds as the API's caller waits for the database. Run its {@code main}.
 */
final class TimelineBenchmark {

    private static final int RECORDINGS = 2_000;
    private static final int FRAMES_EACH = 60;
    private static final int RUNS = 200;

    private TimelineBenchmark() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        UUID participant = UUID.randomUUID();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Database database = new Database(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
            execute(database, "insert into participant (id) values ('" + participant + "')");
            execute(database, ManyRecordings.sql(participant, RECORDINGS, FRAMES_EACH));
            execute(database, "analyze");
            TimelineStore store = new TimelineStore(database);
            RecordingCredentials owner = new RecordingCredentials(Optional.of(participant), Optional.empty());
            RecordingSummary.Page first = store.page(participant, Optional.empty(), 24);
            measure("first page of recordings", () -> store.page(participant, Optional.empty(), 24));
            measure("second page", () -> store.page(participant, first.next(), 24));
            UUID session = first.recordings().get(7).session();
            measure(
                    "time line",
                    () -> Json.write(TimelineJson.of(store.timeline(session, owner), false, Optional.empty())));
            database.close();
        }
    }

    private static void measure(String what, Supplier<?> work) {
        double[] millis = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            Objects.requireNonNull(work.get());
            millis[run] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT, "%-26s p50 %6.2f ms   p95 %6.2f ms%n", what, millis[RUNS / 2], millis[RUNS * 95 / 100]);
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
