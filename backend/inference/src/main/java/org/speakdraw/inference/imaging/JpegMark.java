package org.speakdraw.inference.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.speakdraw.inference.AiMark;

/**
 * The mark of AI in a JPEG: an APP1 segment of 334 bytes, behind the JFIF header (XMP specification, part 3, 1.1.3).
 * It is put in while the file is copied out of the encoder, so that it costs nothing to speak of.
 */
final class JpegMark {

    private static final byte[] SEGMENT = segment();
    private static final int JFIF = 0xE0;

    private JpegMark() {}

    private static byte[] segment() {
        byte[] name = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);
        byte[] xmp = AiMark.xmp();
        int length = 2 + name.length + xmp.length;
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length});
        segment.writeBytes(name);
        segment.writeBytes(xmp);
        return segment.toByteArray();
    }

    /** Copies a whole JPEG file with the mark in it. */
    static byte[] copy(BytePointer file) {
        int length = Math.toIntExact(file.limit());
        byte[] marked = new byte[SEGMENT.length + length];
        file.get(marked, SEGMENT.length, length);
        return put(marked);
    }

    /** The same of one that is in memory of Java's. */
    static byte[] copy(byte[] file) {
        byte[] marked = new byte[SEGMENT.length + file.length];
        System.arraycopy(file, 0, marked, SEGMENT.length, file.length);
        return put(marked);
    }

    /** Puts the mark into a file that has room for it before its beginning. */
    private static byte[] put(byte[] file) {
        int head = head(file, SEGMENT.length);
        System.arraycopy(file, SEGMENT.length, file, 0, head);
        System.arraycopy(SEGMENT, 0, file, head, SEGMENT.length);
        return file;
    }

    /** Bytes before the place of the mark: the start of the image and, if it is there, JFIF's segment. */
    private static int head(byte[] file, int start) {
        boolean jfif = (file[start + 2] & 0xFF) == 0xFF && (file[start + 3] & 0xFF) == JFIF;
        return jfif ? 4 + ((file[start + 4] & 0xFF) << 8 | (file[start + 5] & 0xFF)) : 2;
    }
}
