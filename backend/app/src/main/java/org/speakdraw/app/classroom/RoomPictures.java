package org.speakdraw.app.classroom;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Binary messages of a room: several JPEGs at once. In network byte order: version (1 byte, 1), kind (1 byte: 1 the wall's
 * thumbnails, 2 a large picture), count (2 bytes), then for each its seat (4 bytes), its length (4 bytes) and the JPEG.
 */
final class RoomPictures {

    static final byte THUMBNAILS = 1;
    static final byte LARGE = 2;

    private static final byte VERSION = 1;
    private static final int HEADER = 4;
    private static final int ENTRY = 8;

    private RoomPictures() {}

    /** A message of {@code jpegs} by their seats. */
    static ByteBuffer write(byte kind, Map<Integer, byte[]> jpegs) {
        int length = HEADER;
        for (byte[] jpeg : jpegs.values()) {
            length += ENTRY + jpeg.length;
        }
        ByteBuffer message = ByteBuffer.allocate(length);
        message.put(VERSION).put(kind).putShort((short) jpegs.size());
        jpegs.forEach((seat, jpeg) -> message.putInt(seat).putInt(jpeg.length).put(jpeg));
        return message.flip();
    }
}
