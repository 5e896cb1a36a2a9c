package org.speakdraw.app.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The way to PostgreSQL. The server starts and streams without it: the pool connects lazily, the migrations run with the
 * first connection that can be had, and every call fails fast while the database is away. Thread-safe.
 */
@Singleton
public class Database {

    private static final long CONNECT_TIMEOUT_MILLIS = 2_000;

    /** Classes of SQLSTATE: data, integrity, and syntax or access. */
    private static final Set<String> FAULTS_OF_STATEMENTS = Set.of("21", "22", "23", "42");

    private final Optional<HikariDataSource> pool;
    private boolean migrated;

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
        this.pool = url.isBlank() ? Optional.empty() : Optional.of(open(url, user, password));
    }

    private static HikariDataSource open(String url, String user, String password) {
        HikariConfig hikari = new HikariConfig();
        hikari.setDriverClassName("org.postgresql.Driver");
        hikari.setJdbcUrl(url);
        hikari.setUsername(user);
        hikari.setPassword(password);
        hikari.setMaximumPoolSize(4);
        hikari.setMinimumIdle(0);
        hikari.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        hikari.setValidationTimeout(1_000);
        hikari.setInitializationFailTimeout(-1);
        // A server that vanished without a word must not hold a writer for ever.
        hikari.addDataSourceProperty("socketTimeout", "10");
        hikari.addDataSourceProperty("loginTimeout", "2");
        // What was written stays out of the messages of errors, and so of the log.
        hikari.addDataSourceProperty("logServerErrorDetail", "false");
        hikari.setPoolName("speakdraw");
        return new HikariDataSource(hikari);
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
     * Runs {@code work} in a transaction of its own: all of it, or none.
     *
     * @throws RequestException {@code database-unavailable} when the database is away
     */
    public <T> T call(Work<T> work) {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException | FlywayException e) {
            if (e instanceof SQLException sql && isFaultOfStatement(sql)) {
                throw new IllegalStateException(sql);
            }
            throw new RequestException("database-unavailable", "The database cannot be reached at the moment.", e);
        }
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** Whether the database was there and refused what we sent; connection (08), shutdown (57P) and the like are not. */
    private static boolean isFaultOfStatement(SQLException e) {
        String state = e.getSQLState();
        return state != null && FAULTS_OF_STATEMENTS.contains(state.substring(0, 2));
    }

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private synchronized void migrateOnce(HikariDataSource source) throws SQLException {
        if (migrated) {
            return;
        }
        // Ask for a connection first: Flyway would retry and log a stack trace for an absent server.
        try (Connection probe = source.getConnection()) {
            probe.isValid(1);
        }
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        migrated = true;
    }

    @PreDestroy
    public void close() {
        pool.ifPresent(HikariDataSource::close);
    }
}
