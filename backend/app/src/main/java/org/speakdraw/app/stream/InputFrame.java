package org.speakdraw.app.stream;

import java.util.Arrays;

/**
 * A frame as it came in: a JPEG inside {@code data}.
 *
 * @param tag    of the frame
 * @param data   owned by this frame, not to be changed
 * @param offset where the JPEG starts
 */
public record InputFrame(FrameTag tag, byte[] data, int offset) {

    /** Length of the JPEG in bytes. */
    int length() {
        return data.length - offset;
    }

    /** A copy of the JPEG alone. */
    public byte[] jpeg() {
        return Arrays.copyOfRange(data, offset, data.length);
    }
}
