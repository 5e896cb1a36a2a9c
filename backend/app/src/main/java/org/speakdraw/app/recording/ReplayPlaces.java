package org.speakdraw.app.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** How many replays run, and how many of one owner. Thread-safe. */
final class ReplayPlaces {

    /** Of one owner: a page or two, and a display. */
    static final int MAX_OF_ONE = 4;

    private final int max;
    private final Map<Object, Integer> owners = new HashMap<>();
    private int taken;

    /** @param max of all owners */
    ReplayPlaces(int max) {
        this.max = max;
    }

    /**
     * Takes a place.
     *
     * @return gives it back; only the first call counts
     * @throws RequestException {@code server-full}
     */
    synchronized Runnable take(Object owner) {
        if (owners.getOrDefault(owner, 0) >= MAX_OF_ONE) {
            throw new RequestException(
                    ApiError.SERVER_FULL, MAX_OF_ONE + " of your replays are running already; close one of them.");
        }
        if (taken >= max) {
            throw new RequestException(ApiError.SERVER_FULL, max + " replays are running already.");
        }
        owners.merge(owner, 1, Integer::sum);
        taken++;
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                giveBack(owner);
            }
        };
    }

    private synchronized void giveBack(Object owner) {
        owners.computeIfPresent(owner, (key, count) -> count > 1 ? count - 1 : null);
        taken--;
    }
}
