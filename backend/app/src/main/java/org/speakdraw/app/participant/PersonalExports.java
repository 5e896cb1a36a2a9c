package org.speakdraw.app.participant;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Whose turn it is to take out all that is kept: one export at a time for everybody, {@value #PLACES} on the server.
 * Thread-safe.
 */
@Singleton
public class PersonalExports {

    static final int PLACES = 2;

    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(PLACES);

    /** The right to make one export; closed when that is done, once or more often. */
    final class Turn implements AutoCloseable {
        private final UUID participant;
        private final AtomicBoolean over = new AtomicBoolean();

        private Turn(UUID participant) {
            this.participant = participant;
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                running.remove(participant);
                places.release();
            }
        }
    }

    /**
     * Waits for nothing: either there is a place, or not.
     *
     * @throws RequestException {@code export-busy}
     */
    Turn begin(UUID participant) {
        if (!running.add(participant)) {
            throw new RequestException(ApiError.EXPORT_BUSY, "Your last export is still being sent; wait for it.");
        }
        if (!places.tryAcquire()) {
            running.remove(participant);
            throw new RequestException(
                    ApiError.EXPORT_BUSY, "The server is busy with exports of others; try again in a moment.");
        }
        return new Turn(participant);
    }
}
