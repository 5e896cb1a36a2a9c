package org.speakdraw.app.platform.door;

import java.util.HashMap;
import java.util.Map;

/**
 * What request bodies may take of the heap, all together and those of one client, in bytes. Large ones get no more than
 * seven eighths of either, so that small ones always find a place. Thread-safe.
 */
final class BodyMemory {

    private static final int KEPT_FOR_SMALL = 8;

    private final long limit;
    private final long share;
    private final Map<String, Long> byClient = new HashMap<>();
    private long held;

    /**
     * @param limit of all together
     * @param share of one client
     */
    BodyMemory(long limit, long share) {
        this.limit = limit;
        this.share = share;
    }

    /**
     * Whether so many more bytes may be taken; they are, then.
     *
     * @param small whether the body is a small one so far
     */
    synchronized boolean reserve(String client, long bytes, boolean small) {
        long ofClient = byClient.getOrDefault(client, 0L) + bytes;
        if (held + bytes > open(limit, small) || ofClient > open(share, small)) {
            return false;
        }
        held += bytes;
        byClient.put(client, ofClient);
        return true;
    }

    private static long open(long bound, boolean small) {
        return small ? bound : bound - bound / KEPT_FOR_SMALL;
    }

    /** Gives bytes back. */
    synchronized void release(String client, long bytes) {
        held -= bytes;
        byClient.computeIfPresent(client, (same, ofClient) -> ofClient > bytes ? ofClient - bytes : null);
    }

    /** Bytes that are taken now. */
    synchronized long held() {
        return held;
    }
}
