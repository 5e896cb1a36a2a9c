package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Against a real PostgreSQL. */
class DatabaseTest {

    private static final String SECRET = "what somebody drew";
    private static final String INSERT = "insert into participant (id, display_name) values (:id, :name)";

    private static final Database database = TestDatabase.create();

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void keepsAllOfATransactionOrNothing() {
        UUID kept = UUID.randomUUID();
        UUID lost = UUID.randomUUID();
        database.useTransaction(() -> {
            insert(kept, "a");
            assertThat(count(kept)).as("seen within the transaction").isEqualTo(1);
        });
        assertThatThrownBy(() -> database.useTransaction(() -> {
                    insert(lost, "b");
                    throw new IllegalArgumentException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(count(kept)).isEqualTo(1);
        assertThat(count(lost)).isZero();
    }

    /** Whoever cannot wait for an answer waits for a migration. */
    @Test
    void letsAMigrationTakeLongerThanAStatement() throws Exception {
        String url = TestDatabase.emptyUrl();
        Flyway.configure()
                .dataSource(url, "postgres", "")
                .locations("classpath:db/migration")
                .target("18")
                .load()
                .migrate();
        Database hasty = new Database(url, "postgres", "", Duration.ofSeconds(2));
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection slow = DriverManager.getConnection(url, "postgres", "");
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            // Which the next migration changes.
            statement.execute("lock table preset in access exclusive mode");
            Future<Integer> asked = executor.submit(() -> hasty.withHandle(handle ->
                    handle.createQuery("select 1").mapTo(Integer.class).one()));
            while (!asked.isDone() && !hasWaited(3)) {
                Thread.sleep(100);
            }
            slow.rollback();
            assertThat(asked.get()).isEqualTo(1);
        } finally {
            executor.shutdownNow();
            hasty.close();
        }
    }

    private static boolean hasWaited(int seconds) {
        return database.withHandle(handle -> handle.select(
                        "select exists (select from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and datname <> current_database()"
                                + " and clock_timestamp() - query_start > ? * interval '1 second')",
                        seconds)
                .mapTo(Boolean.class)
                .one());
    }

    @Test
    void saysWhichConstraintRefusedAStatementButNoValues() {
        RefusedStatementException refused = refusal(handle -> insert(UUID.randomUUID(), SECRET.repeat(10)));
        assertThat(refused).hasMessageContaining("23514").hasMessageContaining("participant_display_name_check");
    }

    @Test
    void saysNoValuesOfABatchOrOfACastEither() {
        refusal(handle -> {
            PreparedBatch batch = handle.prepareBatch(INSERT);
            for (String name : List.of("fine", SECRET.repeat(10), "fine too")) {
                batch.bind("id", UUID.randomUUID()).bind("name", name).add();
            }
            batch.execute();
        });
        refusal(handle -> handle.createQuery("select :text::integer")
                .bind("text", SECRET)
                .mapTo(Integer.class)
                .one());
        refusal(handle -> handle.execute("select ?::jsonb", SECRET));
    }

    @Test
    void saysWhatIsWrongWithAStatementOfOurs() {
        assertThat(refusal(handle -> handle.execute("select nothing_such")))
                .hasMessageContaining("column \"nothing_such\" does not exist");
    }

    @Test
    void goesOnAfterARefusedStatement() {
        refusal(handle -> insert(UUID.randomUUID(), SECRET.repeat(10)));
        UUID next = UUID.randomUUID();
        insert(next, "next");
        assertThat(count(next)).isEqualTo(1);
    }

    @Test
    void saysThatNoDatabaseIsThere() {
        for (Database absent :
                List.of(new Database("", "", ""), new Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", ""))) {
            assertThatThrownBy(() -> absent.withHandle(handle -> 1))
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            away -> assertThat(away.code()).isEqualTo(ApiError.DATABASE_UNAVAILABLE));
            absent.close();
        }
    }

    @Test
    void saysThatADatabaseOfAnotherVersionCannotBeUsedAndWhatToDo() {
        Database old = TestDatabase.create();
        String url = old.withHandle(handle -> {
            // As the first migration of a version before the first release.
            handle.execute("update flyway_schema_history set checksum = 1, description = 'sessions prompts presets'"
                    + " where version = '001'");
            return urlOf(handle);
        });
        old.close();
        Database reopened = new Database(url, "postgres", "");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> reopened.withHandle(handle -> 1))
                    .isInstanceOf(RequestException.class)
                    .hasMessageContaining("made by another version")
                    .hasMessageContaining("delete the database");
        }
        reopened.close();
    }

    private static String urlOf(Handle handle) {
        try {
            return handle.getConnection().getMetaData().getURL();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that a log would show of it is free of values. */
    private static RefusedStatementException refusal(HandleConsumer<RuntimeException> work) {
        RefusedStatementException refused =
                catchThrowableOfType(RefusedStatementException.class, () -> database.useHandle(work));
        StringWriter log = new StringWriter();
        refused.printStackTrace(new PrintWriter(log, true));
        assertThat(log.toString()).doesNotContain(SECRET);
        return refused;
    }

    private static void insert(UUID id, String name) {
        database.useHandle(handle ->
                handle.createUpdate(INSERT).bind("id", id).bind("name", name).execute());
    }

    private static int count(UUID id) {
        return database.withHandle(handle -> handle.createQuery("select count(*) from participant where id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .one());
    }
}
