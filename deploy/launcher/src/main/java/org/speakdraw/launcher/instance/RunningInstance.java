package org.speakdraw.launcher.instance;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * What runs on a data directory, as written down for {@code status}, {@code stop} and the next start. Holds no secret.
 *
 * @param launcher its process
 * @param server   the server's process, the last one that was started
 * @param serverState   how the server does
 * @param databaseState how the embedded database does; empty with an external one
 * @param since    start of the launcher
 * @param uri      address of the page
 * @param bundle   folder of the model bundle
 * @param devices  as given on the command line
 * @param database in words, without a password
 */
public record RunningInstance(
        ProcessIdentity launcher,
        ProcessIdentity server,
        PartState serverState,
        Optional<PartState> databaseState,
        Instant since,
        URI uri,
        Path bundle,
        String devices,
        String database) {

    /** The same with another process of the server. */
    public RunningInstance withServer(ProcessIdentity process) {
        return new RunningInstance(
                launcher, process, serverState, databaseState, since, uri, bundle, devices, database);
    }

    /** The same with another state of the server. */
    public RunningInstance withServerState(UnaryOperator<PartState> change) {
        return new RunningInstance(
                launcher, server, change.apply(serverState), databaseState, since, uri, bundle, devices, database);
    }

    /** The same with another state of the embedded database. */
    public RunningInstance withDatabaseState(UnaryOperator<PartState> change) {
        return new RunningInstance(
                launcher, server, serverState, databaseState.map(change), since, uri, bundle, devices, database);
    }

    /** Writes the note; atomically, so that a reader never sees half of it. */
    public void save(DataDirectory data) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("launcher", launcher.toString());
        properties.setProperty("server", server.toString());
        serverState.store(properties, "server");
        databaseState.ifPresent(state -> state.store(properties, "database"));
        properties.setProperty("since", since.toString());
        properties.setProperty("uri", uri.toString());
        properties.setProperty("bundle", bundle.toString());
        properties.setProperty("devices", devices);
        properties.setProperty("database", database);
        Path draft = data.stateFile().resolveSibling("running.properties.new");
        try (Writer writer = Files.newBufferedWriter(draft)) {
            properties.store(writer, null);
        }
        Files.move(draft, data.stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The last note that was written; whether it still holds, {@link InstanceLock} tells. */
    public static Optional<RunningInstance> load(DataDirectory data) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(data.stateFile())) {
            properties.load(reader);
            return Optional.of(new RunningInstance(
                    ProcessIdentity.parse(properties.getProperty("launcher")),
                    ProcessIdentity.parse(properties.getProperty("server")),
                    PartState.load(properties, "server").orElseThrow(),
                    PartState.load(properties, "database"),
                    Instant.parse(properties.getProperty("since")),
                    URI.create(properties.getProperty("uri")),
                    Path.of(properties.getProperty("bundle")),
                    properties.getProperty("devices"),
                    properties.getProperty("database")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            // Cut short by a full disk, or edited: nothing that could be relied on.
            return Optional.empty();
        }
    }

    /** Removes the note. */
    public static void clear(DataDirectory data) throws IOException {
        Files.deleteIfExists(data.stateFile());
    }
}
