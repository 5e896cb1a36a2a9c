package org.speakdraw.app.stream.session;

import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Session ids in addresses. */
public final class SessionIds {

    private static final int LENGTH = 36;

    private SessionIds() {}

    /**
     * Reads a UUID in its 36-character form.
     *
     * @throws RequestException {@code session-unknown}
     */
    public static UUID parse(String text) {
        try {
            if (text.length() == LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // Falls through: what is no id is no session.
        }
        throw new RequestException(ApiError.SESSION_UNKNOWN, "There is no such session.");
    }
}
