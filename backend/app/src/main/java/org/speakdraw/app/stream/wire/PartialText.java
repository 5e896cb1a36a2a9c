package org.speakdraw.app.stream.wire;

import java.util.Optional;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Puts a text message together from its parts without ever holding more than the limit. One connection's, one thread's.
 */
final class PartialText {

    private final int maxLength;
    private StringBuilder parts = new StringBuilder();

    /**
     * @param maxLength in UTF-16 units, which a message in UTF-8 never has more of than bytes
     */
    PartialText(int maxLength) {
        this.maxLength = maxLength;
    }

    /**
     * Adds a part.
     *
     * @return the whole message, with its last part
     * @throws RequestException {@code message-too-large}; the connection has to be closed then
     */
    Optional<String> add(String part, boolean last) {
        if (parts.length() + part.length() > maxLength) {
            throw new RequestException(
                    ApiError.MESSAGE_TOO_LARGE, "A text message has more than " + maxLength + " bytes.");
        }
        parts.append(part);
        if (!last) {
            return Optional.empty();
        }
        String message = parts.toString();
        parts.setLength(0);
        return Optional.of(message);
    }

    /** Lets go of what has come. */
    void drop() {
        parts = new StringBuilder();
    }
}
