package org.speakdraw.app.stream.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Puts a binary message together from its parts without ever holding more than the limit. One connection's, one
 * thread's.
 */
final class PartialMessage {

    private final int maxBytes;
    private final IntPredicate room;
    private ByteArrayOutputStream parts = new ByteArrayOutputStream();

    /** @param room whether there is memory for a message of so many bytes */
    PartialMessage(int maxBytes, IntPredicate room) {
        this.maxBytes = maxBytes;
        this.room = room;
    }

    /**
     * Adds a part.
     *
     * @return the whole message, with its last part
     * @throws RequestException {@code message-too-large}; the connection has to be closed then
     */
    Optional<byte[]> add(ByteBuffer part, boolean last) {
        if (parts.size() + part.remaining() > maxBytes) {
            throw new RequestException(
                    ApiError.MESSAGE_TOO_LARGE, "A binary message has more than " + maxBytes + " bytes.");
        }
        if (!room.test(parts.size() + part.remaining())) {
            throw new RequestException(
                    ApiError.MESSAGE_TOO_LARGE,
                    "Large messages take up the memory; those of up to " + MessageMemory.SMALL + " bytes are taken.");
        }
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        if (last && parts.size() == 0) {
            return Optional.of(bytes);
        }
        parts.writeBytes(bytes);
        if (!last) {
            return Optional.empty();
        }
        byte[] message = parts.toByteArray();
        parts = new ByteArrayOutputStream();
        return Optional.of(message);
    }

    /** Lets go of what has come. */
    void drop() {
        parts = new ByteArrayOutputStream();
    }
}
