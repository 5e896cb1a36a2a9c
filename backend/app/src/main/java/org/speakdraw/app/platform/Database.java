package org.speakdraw.app.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;

/**
 * The way to PostgreSQL. The server starts and streams without it: the pool connects lazily, the migrations run with the
 * first connection that can be had, and every call fails fast while the database is away. Thread-safe.
 */
@Singleton
public class Database {

    private static final long CONNECT_TIMEOUT_MILLIS = 2_000;

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
