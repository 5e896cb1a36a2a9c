package org.speakdraw.app.recording;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * What waits to be written, in order and bounded in bytes. Key frames that do not fit any more are refused, and whoever
 * offered them counts them; small entries may use a reserve beyond the bound. Thread-safe.
 */
final class RecordingQueue {

    /** Entries beside key frames that fit into the reserve: months of changing settings by hand. */
    private static final int RESERVE = 20_000;

    private final long maxBytes;
    private final Deque<RecordingEntry> entries = new ArrayDeque<>();
    private long bytes;

    RecordingQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Adds an entry; never waits.
     *
     * @return false when there is no room for it
     */
    synchronized boolean offer(RecordingEntry entry) {
        boolean fits = bytes + entry.bytes() <= maxBytes;
        boolean small = !(entry instanceof RecordingEntry.Keyframe);
        if (!fits && !(small && entries.size() < RESERVE)) {
            return false;
        }
        entries.addLast(entry);
        bytes += entry.bytes();
        return true;
    }

    /** The oldest entries, which stay: at least one if there is any, and no more than {@code batchBytes} beside it. */
    synchronized List<RecordingEntry> peek(long batchBytes) {
        List<RecordingEntry> batch = new ArrayList<>();
        long left = batchBytes;
        for (RecordingEntry entry : entries) {
            left -= entry.bytes();
            if (left < 0 && !batch.isEmpty()) {
                break;
            }
            batch.add(entry);
        }
        return batch;
    }

    /** The entries that {@link #peek} showed last are written, but for those that were forgotten meanwhile. */
    synchronized void remove(List<RecordingEntry> written) {
        for (RecordingEntry entry : written) {
            if (entry == entries.peekFirst()) {
                entries.removeFirst();
                bytes -= entry.bytes();
            }
        }
    }

    /** Drops what waits of a session. */
    synchronized void forget(UUID session) {
        entries.removeIf(entry -> entry.session().equals(session));
        bytes = entries.stream().mapToLong(RecordingEntry::bytes).sum();
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    /** How many entries wait. */
    synchronized int size() {
        return entries.size();
    }
}
