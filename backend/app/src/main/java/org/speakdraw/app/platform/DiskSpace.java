package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.config.Config;

/**
 * Whether there is room to keep anything more: below 100 MB on any of the disks it is short, and from 120 MB on all of
 * them there is room again, so that it does not change at every look. Thread-safe.
 */
@Singleton
public class DiskSpace {

    public static final long SHORT_BYTES = 100_000_000;
    public static final long ROOM_BYTES = 120_000_000;

    private final List<Path> folders;
    private final ToLongFunction<Path> free;
    private boolean wasShort;

    /** Exports are made in the folder for temporary files; the launcher keeps its database in the data folder. */
    @Inject
    DiskSpace(Config config) {
        this(foldersOf(config), DiskSpace::freeBytes);
    }

    /**
     * @param folders one on each disk
     * @param free    bytes that may still be written there
     */
    public DiskSpace(List<Path> folders, ToLongFunction<Path> free) {
        this.folders = List.copyOf(folders);
        this.free = free;
    }

    private static List<Path> foldersOf(Config config) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path database = Path.of(config.getValue("speakdraw.data", String.class), "postgres");
        return Files.isDirectory(database) ? List.of(temporary, database) : List.of(temporary);
    }

    /** What is free on the disk of {@code folder}; a folder that cannot be asked counts as having room. */
    static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException | UncheckedIOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Whether nothing more should be written. */
    public synchronized boolean isShort() {
        long needed = wasShort ? ROOM_BYTES : SHORT_BYTES;
        wasShort = folders.stream().mapToLong(free).anyMatch(bytes -> bytes < needed);
        return wasShort;
    }
}
