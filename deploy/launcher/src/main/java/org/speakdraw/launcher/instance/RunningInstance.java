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

/**
 * What runs on a data directory, as written down for {@code status}, {@code stop} and the next start. Holds no secret.
 *
 * @param launcher process id of the launcher
 * @param server   the server's process
 * @param ready    whether the server has answered that it is healthy
 * @param since    start of the launcher
 * @param uri      address of the page
 * @param bundle   folder of the model bundle
 * @param devices  as given on the command line
 * @param database in words, without a password
 */
public record RunningInstance(
        long launcher,
        ProcessIdentity server,
        boolean ready,
        Instant since,
        URI uri,
        Path bundle,
        String devices,
        String database) {

    /** The same, once the server has answered that it is healthy. */
    public RunningInstance whenReady() {
        return new RunningInstance(launcher, server, true, since, uri, bundle, devices, database);
    }

    /** Writes the note; atomically, so that a reader never sees half of it. */
    public void save(DataDirectory data) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("launcher", Long.toString(launcher));
        properties.setProperty("server", server.toString());
        properties.setProperty("ready", Boolean.toString(ready));
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
                    Long.parseLong(properties.getProperty("launcher")),
                    ProcessIdentity.parse(properties.getProperty("server")),
                    Boolean.parseBoolean(properties.getProperty("ready")),
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
