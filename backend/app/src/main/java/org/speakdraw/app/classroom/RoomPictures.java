package org.speakdraw.app.classroom;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Binary messages of a room: several JPEGs at once. In network byte order: version (1 byte, 1), {@link PictureKind} (1 byte),
 * count (2 bytes), then for each its seat (4 bytes), its length (4 bytes) and the JPEG.
 */
final class RoomPictures {

    private static final byte VERSION = 1;
    private static final int HEADER = 4;
    private static final int ENTRY = 8;

    private RoomPictures() {}

    /** A message of {@code jpegs} by their seats. */
    static ByteBuffer write(PictureKind kind, Map<Integer, byte[]> jpegs) {
        int length = HEADER;
        for (byte[] jpeg : jpegs.values()) {
            length += ENTRY + jpeg.length;
        }
        ByteBuffer message = ByteBuffer.allocate(length);
        message.put(VERSION).put(kind.code()).putShort((short) jpegs.size());
        jpegs.forEach((seat, jpeg) -> message.putInt(seat).putInt(jpeg.length).put(jpeg));
        return message.flip();
    }
}
