package org.speakdraw.app.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of a run, with an empty database for each test class. */
public final class TestDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabase() {}

    /** Started by the first test that needs it; it ends with the JVM. */
    private static final class Holder {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A database of its own with the schema of today; the caller closes it. */
    public static Database create() {
        return new Database(emptyUrl(), "postgres", "");
    }

    /** The address of a database of its own without any schema, for the user {@code postgres} without a password. */
    static String emptyUrl() {
        String name = "test" + COUNT.incrementAndGet();
        try (Connection connection = Holder.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Holder.POSTGRES.getJdbcUrl("postgres", name);
    }
}
