package org.speakdraw.inference.imaging;

import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * What the markers of a JPEG say, read without decoding anything (ITU-T T.81, annex B). The walk goes to the end of
 * the file: a picture that breaks off, and one built from endless scans to burn time, never reach the decoder.
 *
 * @param width      pixels
 * @param height     pixels
 * @param components colour channels
 * @param scans      passes over the picture
 */
record JpegHeader(int width, int height, int components, int scans) {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;

    /** Real progressive files have about ten; each costs a pass over the whole picture. */
    private static final int MAX_SCANS = 64;

    /**
     * @throws InferenceException {@code frame-undecodable} if this is no JPEG, {@code frame-truncated} if it ends
     *     before its end marker
     */
    static JpegHeader read(byte[] data, int offset, int length) {
        int end = offset + length;
        if (length < 4 || unsigned(data, offset) != 0xFF || unsigned(data, offset + 1) != SOI) {
            throw new InferenceException(InferenceError.FRAME_UNDECODABLE, "the frame is not a JPEG");
        }
        JpegHeader header = null;
        int scans = 0;
        int position = nextMarker(data, offset + 2, end);
        while (unsigned(data, position) != EOI) {
            int marker = unsigned(data, position);
            int body = position + 1;
            int size = body + 1 < end ? unsigned(data, body) << 8 | unsigned(data, body + 1) : -1;
            if (size < 0 || body + size > end) {
                throw truncated();
            }
            if (size < 2) {
                throw new InferenceException(InferenceError.FRAME_UNDECODABLE, "the JPEG has a broken segment");
            }
            if (isFrameHeader(marker)) {
                if (header != null) {
                    throw new InferenceException(InferenceError.FRAME_UNDECODABLE, "the JPEG has two frame headers");
                }
                header = frameHeader(data, body, size);
            } else if (marker == SOS && ++scans > MAX_SCANS) {
                throw new InferenceException(
                        InferenceError.FRAME_UNDECODABLE,
                        "the JPEG has more than " + MAX_SCANS + " scans, which no camera makes");
            }
            position = nextMarker(data, body + size, end);
        }
        if (header == null || scans == 0) {
            throw new InferenceException(InferenceError.FRAME_UNDECODABLE, "the JPEG holds no picture");
        }
        return new JpegHeader(header.width(), header.height(), header.components(), scans);
    }

    /** Of the coefficients that a decoder keeps from scan to scan; 0 for a picture that comes in one go. */
    long coefficientBytes() {
        return scans <= 1 ? 0 : Short.BYTES * pixels() * components;
    }

    long pixels() {
        return (long) width * height;
    }

    private static JpegHeader frameHeader(byte[] data, int body, int size) {
        if (size < 8) {
            throw new InferenceException(InferenceError.FRAME_UNDECODABLE, "the JPEG has a broken frame header");
        }
        int height = unsigned(data, body + 3) << 8 | unsigned(data, body + 4);
        int width = unsigned(data, body + 5) << 8 | unsigned(data, body + 6);
        if (width == 0 || height == 0) {
            throw new InferenceException(
                    InferenceError.FRAME_UNDECODABLE, "the JPEG says it is " + width + " x " + height);
        }
        return new JpegHeader(width, height, unsigned(data, body + 7), 0);
    }

    /** SOF0 to SOF15 without the tables (DHT, JPG, DAC) that share the range. */
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Index of the code of the next marker; steps over entropy-coded data, stuffed bytes and restart markers. */
    private static int nextMarker(byte[] data, int from, int end) {
        for (int i = from; i + 1 < end; i++) {
            if (unsigned(data, i) == 0xFF) {
                int code = unsigned(data, i + 1);
                boolean restart = code >= 0xD0 && code <= 0xD7;
                if (code != 0x00 && code != 0xFF && code != 0x01 && !restart) {
                    return i + 1;
                }
            }
        }
        throw truncated();
    }

    private static InferenceException truncated() {
        return new InferenceException(InferenceError.FRAME_TRUNCATED, "the JPEG breaks off before its end");
    }

    private static int unsigned(byte[] data, int index) {
        return data[index] & 0xFF;
    }
}
