package org.speakdraw.inference.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.speakdraw.inference.InferenceException;

/** Reads the chunks of a PNG (ISO/IEC 15948) without unpacking any. */
final class PngFile {

    private static final int SIGNATURE = 8;
    /** Length, type and checksum of a chunk. */
    private static final int FRAMING = 12;

    private static final int HEADER = 13;
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private PngFile() {}

    /** @throws InferenceException {@code frame-undecodable}, {@code frame-truncated} */
    static CheckedFile check(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, SIGNATURE);
        in.position(SIGNATURE);
        ByteBuffer header = null;
        boolean transparent = false;
        boolean pixels = false;
        while (true) {
            if (in.remaining() < FRAMING) {
                throw CheckedFile.truncated();
            }
            int start = in.position();
            int length = in.getInt();
            String type = new String(file, start + 4, 4, StandardCharsets.ISO_8859_1);
            if (length < 0) {
                throw CheckedFile.undecodable("the PNG has a broken chunk");
            }
            if (length > in.remaining() - FRAMING + 4) {
                throw CheckedFile.truncated();
            }
            if ((header == null) != type.equals("IHDR")) {
                throw CheckedFile.undecodable("the PNG does not begin with its header, or has two");
            }
            if (header == null) {
                header = header(in, length);
            }
            pixels |= type.equals("IDAT");
            transparent |= type.equals("tRNS");
            if (NEEDED.contains(type)) {
                kept.write(file, start, FRAMING + length);
            }
            if (type.equals("IEND")) {
                break;
            }
            in.position(start + FRAMING + length);
        }
        if (!pixels) {
            throw CheckedFile.undecodable("the PNG holds no picture");
        }
        int depth = header.get(8);
        int colour = header.get(9);
        return new CheckedFile(
                header.getInt(0),
                header.getInt(4),
                4 * (depth == 16 ? 2 : 1),
                transparent || (colour & 4) != 0,
                kept.toByteArray());
    }

    private static ByteBuffer header(ByteBuffer in, int length) {
        if (length != HEADER) {
            throw CheckedFile.undecodable("the PNG has a broken header");
        }
        ByteBuffer header = in.slice(in.position() + 4, HEADER);
        if (header.getInt(0) < 1 || header.getInt(4) < 1) {
            throw CheckedFile.undecodable("the PNG says it is " + header.getInt(0) + " x " + header.getInt(4));
        }
        return header;
    }
}
