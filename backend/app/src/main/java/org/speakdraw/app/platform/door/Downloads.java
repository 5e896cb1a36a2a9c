package org.speakdraw.app.platform.door;

import java.util.HashMap;
import java.util.Map;

/** How many answers each client has on the way that the server must wait for. Thread-safe. */
final class Downloads {

    private final int limit;
    private final Map<String, Integer> byClient = new HashMap<>();

    /** @param limit of one client */
    Downloads(int limit) {
        this.limit = limit;
    }

    /** Whether a client may have one more; it has, then. */
    synchronized boolean begin(String client) {
        int before = byClient.getOrDefault(client, 0);
        if (before >= limit) {
            return false;
        }
        byClient.put(client, before + 1);
        return true;
    }

    /** One that was begun is over. */
    synchronized void end(String client) {
        byClient.computeIfPresent(client, (same, count) -> count > 1 ? count - 1 : null);
    }
}
