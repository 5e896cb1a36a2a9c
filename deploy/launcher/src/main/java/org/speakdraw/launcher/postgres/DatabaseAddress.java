package org.speakdraw.launcher.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How the server reaches its database. The password travels in environments only: never on a command line, never in a
 * log.
 *
 * @param url      JDBC address, without credentials
 * @param user     role
 * @param password of the role; empty where the database wants none
 */
public record DatabaseAddress(String url, String user, String password) {

    private static final String URL = "SPEAKDRAW_DATABASE_URL";
    private static final String USER = "SPEAKDRAW_DATABASE_USER";
    private static final String PASSWORD = "SPEAKDRAW_DATABASE_PASSWORD";
    private static final String TIMEOUT_SECONDS = "5";
    private static final int ANSWER_SECONDS = 5;

    /** Class of the states of SQL (ISO 9075) for connections that are not made, or break. */
    private static final String NO_CONNECTION = "08";

    /** The external database that the environment names, if any. */
    public static Optional<DatabaseAddress> fromEnvironment(Map<String, String> environment) {
        return Optional.of(environment.getOrDefault(URL, "").trim())
                .filter(url -> !url.isEmpty())
                .map(url -> new DatabaseAddress(
                        url, environment.getOrDefault(USER, "speakdraw"), environment.getOrDefault(PASSWORD, "")));
    }

    /** What the server's environment must hold. */
    public Map<String, String> environment() {
        return Map.of(URL, url, USER, user, PASSWORD, password);
    }

    /** Opens a connection, to be closed by the caller; gives up after five seconds. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
        return DriverManager.getConnection(url, properties);
    }

    /** Why the database cannot be reached, in one line; empty when it can. */
    public Optional<String> problem() {
        try (Connection connection = connect()) {
            return connection.isValid(1) ? Optional.empty() : Optional.of("it does not answer");
        } catch (SQLException e) {
            return Optional.of(oneLine(e.getMessage()));
        }
    }

    /** Whether anybody answers, if only to refuse: a database that starts, is full or wants another password does. */
    boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return e.getSQLState() != null && !e.getSQLState().startsWith(NO_CONNECTION);
        }
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "unknown error" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** The address for a person's eyes: parameters after {@code ?} may hold secrets and are left out. */
    public String describe() {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    @Override
    public String toString() {
        return describe() + " as " + user;
    }
}
