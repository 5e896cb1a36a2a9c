package org.speakdraw.acceptance.client;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A binary message: 16 bytes of header in network byte order, then one JPEG.
 *
 * @param kind          {@link #INPUT} or {@link #OUTPUT}
 * @param sequence      unsigned 32 bit
 * @param captureMicros an opaque number of the client's clock, echoed with the output
 * @param jpeg          the picture
 */
public record WireFrame(int kind, long sequence, long captureMicros, byte[] jpeg) {

    public static final int VERSION = 1;
    public static final int INPUT = 1;
    public static final int OUTPUT = 2;
    public static final int HEADER_BYTES = 16;

    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;

    /** Reads a message; anything but version 1 of the two kinds is an {@link IllegalArgumentException}. */
    public static WireFrame parse(ByteBuffer message) {
        if (message.remaining() < HEADER_BYTES) {
            throw new IllegalArgumentException("A binary message of " + message.remaining() + " bytes has no header");
        }
        int version = Byte.toUnsignedInt(message.get());
        int kind = Byte.toUnsignedInt(message.get());
        int reserved = Short.toUnsignedInt(message.getShort());
        if (version != VERSION || kind < INPUT || kind > OUTPUT || reserved != 0) {
            throw new IllegalArgumentException(
                    "Not a frame: version " + version + ", kind " + kind + ", reserved " + reserved);
        }
        long sequence = Integer.toUnsignedLong(message.getInt());
        long captureMicros = message.getLong();
        byte[] jpeg = new byte[message.remaining()];
        message.get(jpeg);
        return new WireFrame(kind, sequence, captureMicros, jpeg);
    }

    /** The message, ready to be read. */
    public ByteBuffer toMessage() {
        return ByteBuffer.allocate(HEADER_BYTES + jpeg.length)
                .put((byte) VERSION)
                .put((byte) kind)
                .putShort((short) 0)
                .putInt((int) (sequence & UNSIGNED_INT))
                .putLong(captureMicros)
                .put(jpeg)
                .flip();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireFrame frame
                && kind == frame.kind
                && sequence == frame.sequence
                && captureMicros == frame.captureMicros
                && Arrays.equals(jpeg, frame.jpeg);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence * 31 + captureMicros);
    }

    @Override
    public String toString() {
        return "WireFrame[kind=" + kind + ", sequence=" + sequence + ", " + jpeg.length + " bytes]";
    }
}
