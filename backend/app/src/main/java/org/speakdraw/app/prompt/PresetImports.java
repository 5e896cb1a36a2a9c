package org.speakdraw.app.prompt;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * One import at a time for each owner: a file costs a second or two, and whoever sends many waits for their own.
 * Thread-safe.
 */
@Singleton
public class PresetImports {

    private final Set<String> importing = ConcurrentHashMap.newKeySet();

    /** An import. */
    interface Import<T> {
        T run() throws IOException;
    }

    /**
     * Runs an import, unless one of the same owner is running.
     *
     * @param owner a participant's id, or the address of a stranger
     * @throws RequestException {@code too-many-requests}
     */
    <T> T alone(String owner, Import<T> work) throws IOException {
        if (!importing.add(owner)) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "Another file of yours is still being imported.",
                    Duration.ofSeconds(1));
        }
        try {
            return work.run();
        } finally {
            importing.remove(owner);
        }
    }
}
