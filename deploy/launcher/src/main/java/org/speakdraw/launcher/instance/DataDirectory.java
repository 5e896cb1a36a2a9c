package org.speakdraw.launcher.instance;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * Everything one instance writes lies below this folder, readable by its owner only.
 *
 * @param root absolute
 */
public record DataDirectory(Path root) {

    /** Below this a start is refused: the database needs room for its journal, the log for its files. */
    static final long REQUIRED_BYTES = 500L << 20;

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** The server's own log, rotated by it. */
    public Path serverLog() {
        return logs().resolve("server.log");
    }

    /** What the server's process prints: next to nothing, unless it cannot start. */
    public Path consoleLog() {
        return logs().resolve("console.log");
    }

    /** What the JVM writes when native code crashes it. */
    public Path crashLog() {
        return logs().resolve("crash.log");
    }

    /** Emptied at every start. */
    public Path scratch() {
        return root.resolve("tmp");
    }

    /** The server's state between starts. */
    public Path serverState() {
        return root.resolve("server");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path databaseSecrets() {
        return root.resolve("database.properties");
    }

    /** Certificates and their keys. */
    public Path https() {
        return root.resolve("https");
    }

    public Path cache() {
        return root.resolve("cache");
    }

    public Path models() {
        return root.resolve("models");
    }

    Path lockFile() {
        return root.resolve("lock");
    }

    Path stateFile() {
        return root.resolve("running.properties");
    }

    /** Creates what is missing; one line when it cannot be written or its disk is nearly full. */
    public void prepare() {
        prepare(REQUIRED_BYTES);
    }

    void prepare(long requiredBytes) {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new LaunchException(
                    Failure.DATA_DIRECTORY,
                    "The data directory " + root + " is a file; choose another one with --data.");
        }
        try {
            FileStore disk = Files.getFileStore(nearestExisting(root));
            if (disk.getUsableSpace() < requiredBytes) {
                throw new LaunchException(
                        Failure.DATA_DIRECTORY,
                        "The disk of the data directory " + root + " is full: " + (disk.getUsableSpace() >> 20)
                                + " MB are free, " + (requiredBytes >> 20)
                                + " MB are needed; free some or choose another place with --data.");
            }
            Files.createDirectories(root, ownerOnly(root));
            // A root that was there before may be open to others.
            for (Path folder : new Path[] {logs(), serverState(), cache()}) {
                Files.createDirectories(folder, ownerOnly(folder));
            }
            // Says more than Files.isWritable, which does not know of read-only mounts and quotas.
            Files.delete(Files.createTempFile(root, "writable", ""));
        } catch (IOException e) {
            throw new LaunchException(
                    Failure.DATA_DIRECTORY,
                    "The data directory " + root + " cannot be written ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); choose another one with --data.",
                    e);
        }
    }

    /** Empties the scratch folder; only while the instance is locked. */
    public void clearScratch() throws IOException {
        Folders.delete(scratch());
        Files.createDirectories(scratch(), ownerOnly(scratch()));
    }

    private static Path nearestExisting(Path path) {
        Path candidate = path;
        for (Path parent = path; parent != null && !Files.exists(candidate); parent = parent.getParent()) {
            candidate = parent;
        }
        return candidate;
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
