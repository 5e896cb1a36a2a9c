package org.speakdraw.launcher.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.supervision.End;
import org.speakdraw.launcher.supervision.Silence;

/**
 * The embedded database: one PostgreSQL with a kept data folder, on the loopback address and a free port, password
 * required. Owned by one thread at a time. It runs in the background, detached from the terminal, so a Ctrl-C there
 * does not stop it before the server that uses it.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String ROLE = "speakdraw";
    private static final String DATABASE = "speakdraw";

    private static final long POLL_MILLIS = 200;
    private static final Duration ASK_EVERY = Duration.ofSeconds(10);

    private final PostgresPrograms programs;
    private final Path folder;
    private final DatabaseSecrets secrets;
    private final int port;
    private volatile long logStart;

    private PostgresServer(PostgresPrograms programs, Path folder, DatabaseSecrets secrets, int port) {
        this.programs = programs;
        this.folder = folder;
        this.secrets = secrets;
        this.port = port;
    }

    /**
     * Starts the database, making its folder the first time, and cleaning up after a crash; about 5 s the first time,
     * then under 1 s.
     *
     * @param binaries unpacked programs
     * @param folder   data folder, the launcher's own; its parent is private to the user
     * @param secrets  file with the passwords; made when absent
     * @param log      where PostgreSQL writes
     */
    public static PostgresServer start(PostgresBinaries binaries, Path folder, Path secrets, Path log)
            throws IOException, InterruptedException {
        PostgresPrograms programs = new PostgresPrograms(binaries, new PostgresLog(log));
        DatabaseSecrets passwords = DatabaseSecrets.keptIn(secrets);
        PostgresFolder data = new PostgresFolder(programs, folder);
        if (!Files.exists(folder)) {
            data.create(passwords.administrator());
        }
        data.requireReadable();
        PostgresServer server = new PostgresServer(programs, folder, passwords, freePort());
        server.start();
        try {
            server.awaitReady();
            server.prepareDatabase();
        } catch (SQLException | LaunchException e) {
            server.close();
            throw new LaunchException(
                    Failure.DATABASE,
                    "The embedded database in " + folder + " refuses the launcher: " + e.getMessage() + ".",
                    e);
        }
        return server;
    }

    /**
     * Starts it again, on the same port, after {@link #stop()} or when it has ended by itself; what is left of it is
     * cleared away first. It may go on recovering for a while after this returns, see {@link #awaitReady}.
     */
    public void start() throws IOException, InterruptedException {
        boundLog();
        new PostmasterFile(folder).clearStale();
        logStart = programs.log().mark();
        int status = programs.run(
                "pg_ctl",
                List.of(
                        "start",
                        "-w",
                        "-t",
                        "10",
                        "-D",
                        folder.toString(),
                        "-l",
                        programs.log().file().toString(),
                        "-o",
                        options()));
        if (status != 0 && !isRunning()) {
            throw new LaunchException(
                    Failure.DATABASE,
                    "The embedded database did not start: " + reason() + " (see "
                            + programs.log().file() + ").");
        }
    }

    /** No value of a statement in the log: what people paint and write is theirs. */
    private String options() {
        return String.join(
                " ",
                "-c port=" + port,
                "-c listen_addresses=127.0.0.1",
                "-c unix_socket_directories=''",
                "-c max_connections=20",
                "-c shared_buffers=32MB",
                "-c timezone=UTC",
                "-c log_timezone=UTC",
                "-c log_checkpoints=off",
                "-c log_statement=none",
                "-c log_min_duration_statement=-1",
                "-c log_min_error_statement=panic",
                "-c log_error_verbosity=terse",
                "-c log_parameter_max_length=0",
                "-c log_parameter_max_length_on_error=0");
    }

    /** Waits until it takes connections: after a crash it recovers first, for as long as that takes. */
    public void awaitReady() throws IOException, InterruptedException {
        while (true) {
            Optional<String> problem =
                    address("postgres", "postgres", secrets.administrator()).problem();
            if (problem.isEmpty()) {
                return;
            }
            if (!isRunning()) {
                throw new LaunchException(Failure.DATABASE, "The embedded database ended while starting: " + reason());
            }
            if (!isRecovering(problem.get())) {
                throw new LaunchException(Failure.DATABASE, problem.get());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean isRecovering(String problem) {
        return problem.contains("the database system is ") || problem.contains("not yet accepting connections");
    }

    /**
     * Blocks until it has ended, by whatever cause; tells why as far as it said.
     *
     * @param longestSilence after which one that runs but answers nobody is ended by force; zero for never
     */
    public End awaitEnd(Duration longestSilence) throws IOException, InterruptedException {
        Silence silence = new Silence(longestSilence, ASK_EVERY);
        long lastAsked = System.nanoTime();
        while (isRunning()) {
            Thread.sleep(POLL_MILLIS);
            if (System.nanoTime() - lastAsked < ASK_EVERY.toNanos()) {
                continue;
            }
            lastAsked = System.nanoTime();
            boundLog();
            if (silence.isTooLong(address().answers())) {
                // What it committed is in the journal. Its processes that outlive it, the next start ends.
                new PostmasterFile(folder).postmaster().ifPresent(ProcessHandle::destroyForcibly);
                return End.ofSilent(longestSilence, "");
            }
        }
        return End.of(reason());
    }

    private void boundLog() {
        try {
            programs.log().bound();
        } catch (IOException e) {
            // The disk is full, or the log is not there: nothing that ends a database.
        }
    }

    private boolean isRunning() throws IOException {
        return new PostmasterFile(folder).postmaster().isPresent();
    }

    private String reason() {
        return programs.log().causeSince(logStart).orElse("it was killed, or crashed without a word");
    }

    /** The way in for the server. */
    public DatabaseAddress address() {
        return address(DATABASE, ROLE, secrets.application());
    }

    private DatabaseAddress address(String database, String role, String password) {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + database, role, password);
    }

    /** The server gets a role that owns its own database and nothing else. */
    private void prepareDatabase() throws SQLException {
        try (Connection connection =
                        address("postgres", "postgres", secrets.administrator()).connect();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + ROLE + "'")) {
                // The password is ours: letters, digits, - and _ only.
                statement.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + secrets.application() + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + ROLE);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** File whose first line is the process id of the running database. */
    public Path pidFile() {
        return folder.resolve("postmaster.pid");
    }

    /** Stops it: sessions are cut, what they committed is kept. Returns when it is down. */
    public void stop() throws IOException {
        stop("fast");
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() throws IOException {
        stop();
    }

    /** Stops it the way a power cut would; the next start recovers. For tests of exactly that. */
    public void crash() throws IOException {
        stop("immediate");
    }

    private void stop(String mode) throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        try {
            programs.run("pg_ctl", List.of("stop", "-w", "-t", "20", "-m", mode, "-D", folder.toString()));
            new PostmasterFile(folder).clearStale();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
