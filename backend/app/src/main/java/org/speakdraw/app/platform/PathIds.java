package org.speakdraw.app.platform;

import java.util.UUID;

/** Ids as they come in addresses. */
public final class PathIds {

    private PathIds() {}

    /**
     * The id that {@code text} is.
     *
     * @throws RequestException {@code refusal} with {@code detail}, where it is none
     */
    public static UUID parse(String text, ApiError refusal, String detail) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RequestException(refusal, detail, e);
        }
    }
}
