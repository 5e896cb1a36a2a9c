package org.speakdraw.app.stream.frames;

import java.nio.ByteBuffer;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * The 16 bytes before the JPEG, or the sound, in a binary message, in network byte order: version, kind, source
 * (unsigned 16 bits), sequence (unsigned 32 bits), capture time (64 bits).
 *
 * @param kind          {@link #INPUT}, {@link #OUTPUT} or {@link #SPEECH}
 * @param source        0..2^16-1; another number means that the frames come from elsewhere; 0 for output and speech
 * @param sequence      0..2^32-1
 * @param captureMicros the client's clock
 */
public record FrameHeader(int kind, int source, long sequence, long captureMicros) {

    public static final int BYTES = 16;
    public static final int INPUT = 1;
    public static final int OUTPUT = 2;
    public static final int SPEECH = 3;
    private static final int VERSION = 1;

    /**
     * Reads the header of a client's message.
     *
     * @throws RequestException {@code frame-invalid}
     */
    public static FrameHeader readInput(byte[] message) {
        if (message.length <= BYTES) {
            throw new RequestException(
                    ApiError.FRAME_INVALID,
                    "A binary message of " + message.length
                            + " bytes has no room for a header and something behind it.");
        }
        ByteBuffer buffer = ByteBuffer.wrap(message);
        int version = buffer.get();
        int kind = buffer.get();
        int source = Short.toUnsignedInt(buffer.getShort());
        if (version != VERSION || (kind != INPUT && kind != SPEECH)) {
            throw new RequestException(
                    ApiError.FRAME_INVALID,
                    "Version " + version + ", kind " + kind + "; expected version 1, kind 1 or 3.");
        }
        return new FrameHeader(kind, source, Integer.toUnsignedLong(buffer.getInt()), buffer.getLong());
    }

    /** A whole binary message for an output picture. */
    public static ByteBuffer writeOutput(OutputFrame frame) {
        return ByteBuffer.allocate(BYTES + frame.jpeg().length)
                .put((byte) VERSION)
                .put((byte) OUTPUT)
                .putShort((short) 0)
                .putInt((int) frame.tag().sequence())
                .putLong(frame.tag().captureMicros())
                .put(frame.jpeg())
                .flip();
    }
}
