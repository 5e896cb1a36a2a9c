package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.RequestException;

/**
 * What an administrator does about pictures that students have handed in, in whichever classroom. Every method throws
 * {@code database-unavailable} while the database is away. Thread-safe.
 */
@Singleton
public class WorkModeration {

    private static final String ORDER = "works";

    private final HandedInWorkStore store;

    @Inject
    public WorkModeration(HandedInWorkStore store) {
        this.store = store;
    }

    /** A page, the latest first. */
    record Page(List<WorkOnServer> works, Optional<PageCursor> next) {}

    /** What was handed in. */
    Page list(Optional<String> after, int limit) {
        List<WorkOnServer> page = store.everywhere(PageCursor.decode(after, ORDER), limit);
        if (page.size() < limit) {
            return new Page(page, Optional.empty());
        }
        WorkOnServer last = page.get(page.size() - 1);
        return new Page(
                page,
                Optional.of(new PageCursor(
                        ORDER, last.handedInAt().toString(), last.id().toString())));
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
