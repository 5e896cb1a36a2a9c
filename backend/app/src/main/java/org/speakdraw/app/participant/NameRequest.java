package org.speakdraw.app.participant;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;

/**
 * Body of a request that names a person or a classroom.
 *
 * @param name trimmed, 1 to {@value #MAX_LENGTH} characters
 */
public record NameRequest(String name) {

    static final int MAX_LENGTH = 60;

    public NameRequest(@Nullable String name) {
        this.name = check(name);
    }

    /**
     * A name as it is kept.
     *
     * @throws RequestException {@code request-invalid}
     */
    public static String check(@Nullable String name) {
        String trimmed = name == null ? "" : name.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_LENGTH || !Database.canKeep(trimmed)) {
            String detail = "must be a text of 1 to " + MAX_LENGTH + " characters";
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "\"name\" " + detail + ".", List.of(new PropertyError("name", detail)));
        }
        return trimmed;
    }
}
