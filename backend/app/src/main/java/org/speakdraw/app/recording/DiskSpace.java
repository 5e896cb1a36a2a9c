package org.speakdraw.app.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Whether there is room to record: below 100 MB on any of the disks it is short, and from 120 MB on all of them there is room
 * again, so that it does not change at every look. Thread-safe.
 */
final class DiskSpace {

    static final long SHORT_BYTES = 100_000_000;
    static final long ROOM_BYTES = 120_000_000;

    private final List<Path> folders;
    private final ToLongFunction<Path> free;
    private boolean wasShort;

    /**
     * @param folders one on each disk
     * @param free    bytes that may still be written there
     */
    DiskSpace(List<Path> folders, ToLongFunction<Path> free) {
        this.folders = List.copyOf(folders);
        this.free = free;
    }

    /** What is free on the disk of {@code folder}; a folder that cannot be asked counts as having room. */
    static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException | UncheckedIOException e) {
            return Long.MAX_VALUE;
        }
    }

    synchronized boolean isShort() {
        long needed = wasShort ? ROOM_BYTES : SHORT_BYTES;
        wasShort = folders.stream().mapToLong(free).anyMatch(bytes -> bytes < needed);
        return wasShort;
    }
}
