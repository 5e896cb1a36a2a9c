package org.speakdraw.app.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The way to PostgreSQL. The server starts and streams without it: the pool connects lazily, the first connection runs
 * the migrations, and every call fails fast while the database is away. Stores run their statements with {@link
 * #withHandle}; whoever combines several calls to stores wraps them in {@link #inTransaction}. Thread-safe.
 *
 * <p>Every method here throws {@link RequestException} {@code database-unavailable} while the database is away, and
 * {@link RefusedStatementException} when it refuses a statement.
 */
@Singleton
public class Database {

    /** Two each for searches, exports and replays, those of the writers of history and recordings, and two for short requests. */
    private static final int MAX_CONNECTIONS = 10;

    private static final long CONNECT_TIMEOUT_MILLIS = 2_000;
    /** A server that vanished without a word must not hold a writer for ever. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    /** An index on all that a school has kept in years takes its time. */
    private static final Duration MIGRATED_WITHIN = Duration.ofMinutes(30);

    private final Optional<HikariDataSource> pool;
    private final Jdbi jdbi = Jdbi.create(this::connect).installPlugin(new PostgresPlugin());
    private final ReentrantLock migration = new ReentrantLock();
    private volatile boolean migrated;
    /** Its schema is not one that the migrations lead to. */
    private boolean foreign;

    @Inject
    public Database(Config config) {
        this(
                config.getOptionalValue("speakdraw.database.url", String.class).orElse(""),
                config.getOptionalValue("speakdraw.database.user", String.class).orElse(""),
                config.getOptionalValue("speakdraw.database.password", String.class)
                        .orElse(""));
    }

    /**
     * @param url JDBC address; blank for no database
     */
    public Database(String url, String user, String password) {
        this(url, user, password, ANSWER_WITHIN);
    }

    /** The same with another time within which statements are answered, but for those of migrations. */
    Database(String url, String user, String password, Duration answer) {
        this.pool = url.isBlank() ? Optional.empty() : Optional.of(open(url, user, password, answer));
        // Values are bound, never put into the text: "<" is PostgreSQL's, and no exception names what was bound.
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    private static HikariDataSource open(String url, String user, String password, Duration answer) {
        HikariConfig hikari = new HikariConfig();
        hikari.setDriverClassName("org.postgresql.Driver");
        hikari.setJdbcUrl(url);
        hikari.setUsername(user);
        hikari.setPassword(password);
        hikari.setMaximumPoolSize(MAX_CONNECTIONS);
        hikari.setMinimumIdle(0);
        hikari.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        hikari.setValidationTimeout(1_000);
        hikari.setInitializationFailTimeout(-1);
        hikari.addDataSourceProperty("socketTimeout", Long.toString(answer.toSeconds()));
        hikari.addDataSourceProperty("loginTimeout", "2");
        // What was written stays out of the messages of errors, and so of the log.
        hikari.addDataSourceProperty("logServerErrorDetail", "false");
        hikari.setPoolName("speakdraw");
        return new HikariDataSource(hikari);
    }

    /** Whether PostgreSQL can keep {@code text}: everything but the character NUL. */
    public static boolean canKeep(String text) {
        return text.indexOf('\0') < 0;
    }

    /** Whether an address is configured at all. */
    public boolean configured() {
        return pool.isPresent();
    }

    /**
     * A connection from the pool, to be closed by the caller; the schema is up to date.
     *
     * @throws SQLException when the database cannot be reached within two seconds
     */
    public Connection connect() throws SQLException {
        HikariDataSource source = pool.orElseThrow(() -> new SQLException("no database is configured"));
        migrateOnce(source);
        return source.getConnection();
    }

    /**
     * Runs {@code work} in one transaction: all that the stores it calls do on this thread is kept, or none of it.
     */
    public <T> T inTransaction(Supplier<T> work) {
        return withHandle(handle -> work.get());
    }

    /** The same without a result. */
    public void useTransaction(Runnable work) {
        useHandle(handle -> work.run());
    }

    /** Runs {@code work} in this thread's transaction, or in one of its own when there is none. For stores. */
    public <T> T withHandle(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(work);
        } catch (JdbiException e) {
            throw translate(e);
        }
    }

    /** The same without a result. */
    public void useHandle(HandleConsumer<RuntimeException> work) {
        withHandle(handle -> {
            work.useHandle(handle);
            return true;
        });
    }

    /**
     * Runs {@code work} in one transaction that is over afterwards, for what is done in pieces.
     *
     * @throws IllegalStateException in a transaction, of which it would become a part
     */
    public <T> T inTransactionOfItsOwn(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.withHandle(handle -> {
                if (handle.isInTransaction()) {
                    throw new IllegalStateException("in a transaction already");
                }
                return handle.inTransaction(work);
            });
        } catch (JdbiException e) {
            throw translate(e);
        }
    }

    private static RuntimeException translate(Exception error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return RefusedStatementException.of(sql)
                        .<RuntimeException>map(refused -> refused)
                        .orElseGet(() -> away(error));
            }
        }
        // Without the database's fault it is a bug in a store, or in what was bound.
        return error instanceof RuntimeException bug ? bug : away(error);
    }

    private static RequestException away(Exception reason) {
        return new RequestException(
                ApiError.DATABASE_UNAVAILABLE, "The database cannot be reached at the moment.", reason);
    }

    /** One caller tries at a time; the others wait no longer for it than a connection may take. */
    private void migrateOnce(HikariDataSource source) throws SQLException {
        if (migrated) {
            return;
        }
        try {
            if (!migration.tryLock(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new SQLException("the database has not been reached yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while the database was being reached", e);
        }
        try {
            migrate(source);
        } finally {
            migration.unlock();
        }
    }

    private void migrate(HikariDataSource source) throws SQLException {
        if (migrated) {
            return;
        }
        if (foreign) {
            throw foreign();
        }
        // Ask for a connection first: Flyway would retry and log a stack trace for an absent server.
        try (Connection probe = source.getConnection()) {
            probe.isValid(1);
        }
        try {
            Flyway usual = migrations(source);
            if (usual.info().pending().length == 0) {
                // Only looks whether the database is one of these.
                usual.migrate();
            } else {
                migratePatiently(source);
            }
        } catch (FlywayValidateException e) {
            foreign = true;
            throw foreign();
        } catch (FlywayException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
            throw new RequestException(
                    ApiError.DATABASE_UNAVAILABLE, "The database cannot be brought up to date: " + reason + ".", e);
        }
        migrated = true;
    }

    private static void migratePatiently(HikariDataSource source) {
        try (HikariDataSource patient =
                open(source.getJdbcUrl(), source.getUsername(), source.getPassword(), MIGRATED_WITHIN)) {
            migrations(patient).migrate();
        }
    }

    private static Flyway migrations(DataSource source) {
        return Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .load();
    }

    private static RequestException foreign() {
        return new RequestException(
                ApiError.DATABASE_UNAVAILABLE,
                "The database was made by another version of SpeakDraw, and this one cannot use it. To start with an empty"
                        + " one, stop the server and delete the database; the embedded one is the folder \"postgres\" in"
                        + " the data folder.");
    }

    @PreDestroy
    public void close() {
        pool.ifPresent(HikariDataSource::close);
    }
}
