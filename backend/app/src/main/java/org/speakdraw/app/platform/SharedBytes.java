package org.speakdraw.app.platform;

import java.util.HashMap;
import java.util.Map;

/**
 * Bytes of the heap that clients take: how many in all, how many of each address, and how many of each client. Thread-safe.
 */
public final class SharedBytes {

    private final Map<String, Long> byAddress = new HashMap<>();
    private final Map<String, Long> byClient = new HashMap<>();
    private long held;

    /**
     * What may be taken at most.
     *
     * @param all       by all together
     * @param ofAddress by one address, behind which a whole class may be
     * @param ofClient  by one client
     */
    public record Bounds(long all, long ofAddress, long ofClient) {}

    /** Whether so many more bytes may be taken; they are, then. */
    public synchronized boolean reserve(String address, String client, long bytes, Bounds bounds) {
        if (held + bytes > bounds.all()
                || byAddress.getOrDefault(address, 0L) + bytes > bounds.ofAddress()
                || byClient.getOrDefault(client, 0L) + bytes > bounds.ofClient()) {
            return false;
        }
        held += bytes;
        byAddress.merge(address, bytes, Long::sum);
        byClient.merge(client, bytes, Long::sum);
        return true;
    }

    /** Gives bytes back. */
    public synchronized void release(String address, String client, long bytes) {
        held -= bytes;
        release(byAddress, address, bytes);
        release(byClient, client, bytes);
    }

    private static void release(Map<String, Long> taken, String key, long bytes) {
        taken.computeIfPresent(key, (same, before) -> before > bytes ? before - bytes : null);
    }

    /** Bytes that are taken now. */
    public synchronized long held() {
        return held;
    }
}
