package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * What an administrator does about pictures that students have handed in, in whichever classroom. Every method throws
 * {@code database-unavailable} while the database is away. Thread-safe.
 */
@Singleton
public class WorkModeration {

    /** What one look shows at most; earlier ones come with the next. */
    static final int MAX_SHOWN = 100;

    /** Later than any picture, and a time that the database can tell. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final HandedInWorkStore store;

    @Inject
    public WorkModeration(HandedInWorkStore store) {
        this.store = store;
    }

    /** Those handed in before {@code end}, whichever time that is, the latest first; at most {@value #MAX_SHOWN}. */
    List<WorkOnServer> before(Instant end) {
        if (end.isBefore(Instant.EPOCH)) {
            return List.of();
        }
        return store.before(end.isAfter(LAST) ? LAST : end, MAX_SHOWN);
    }

    /**
     * The JPEG.
     *
     * @throws RequestException {@code work-unknown}
     */
    byte[] picture(UUID work) {
        return store.picture(work).orElseThrow(WorkModeration::unknown);
    }

    /**
     * Deletes one for good.
     *
     * @return the classroom that it was in
     * @throws RequestException {@code work-unknown}
     */
    UUID remove(UUID work) {
        return store.remove(work).orElseThrow(WorkModeration::unknown);
    }

    private static RequestException unknown() {
        return new RequestException(ApiError.WORK_UNKNOWN, "There is no such picture among those handed in.");
    }
}
