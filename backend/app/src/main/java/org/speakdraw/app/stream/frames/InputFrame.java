package org.speakdraw.app.stream.frames;

import java.util.Arrays;

/**
 * A frame as it came in: a JPEG inside {@code data}. An empty one is not the client's but the session's own: it asks
 * for a picture from the prompt only.
 *
 * @param tag    of the frame
 * @param source number of where the client's frames come from; another one means a cut, whatever the pictures look like
 * @param data   owned by this frame, not to be changed
 * @param offset where the JPEG starts
 */
public record InputFrame(FrameTag tag, int source, byte[] data, int offset) {

    private static final byte[] NOTHING = {};

    /** A frame without a picture. */
    public static InputFrame empty(FrameTag tag) {
        return new InputFrame(tag, 0, NOTHING, 0);
    }

    /** Length of the JPEG in bytes. */
    public int length() {
        return data.length - offset;
    }

    /** A copy of the JPEG alone. */
    public byte[] jpeg() {
        return Arrays.copyOfRange(data, offset, data.length);
    }

    /** Whether it is the session's own. A client's frame without a picture is not: that is a bad one. */
    public boolean isEmpty() {
        return data == NOTHING;
    }

    /** What it cost the client. */
    public int credit() {
        return isEmpty() ? 0 : 1;
    }
}
