package org.speakdraw.inference.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceException;

/** Reads the chunks of a still WebP (RFC 9649) without unpacking any. */
final class WebpFile {

    static final int FIRST_CHUNK = 12;
    static final int FRAMING = 8;
    static final int EXTENDED = 10;
    private static final byte ANIMATION = 0x02;
    private static final byte ALPHA = 0x10;
    private static final int SIDE = 0x3FFF;

    private WebpFile() {}

    /** A chunk with its framing and padding. */
    private record Chunk(String type, ByteBuffer data, ByteBuffer whole) {}

    /** Size as the picture's own data says. */
    private record Size(int width, int height) {}

    /** @throws InferenceException {@code frame-undecodable}, {@code frame-truncated} */
    static CheckedFile check(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(FIRST_CHUNK);
        Chunk alpha = null;
        Chunk picture = null;
        while (picture == null) {
            Chunk chunk = next(in);
            switch (chunk.type()) {
                case "VP8 ", "VP8L" -> picture = chunk;
                case "ALPH" -> alpha = chunk;
                case "VP8X" -> requireStill(chunk);
                default -> {
                    // A colour profile, or what nobody knows: not needed.
                }
            }
        }
        Size size = picture.type().equals("VP8L") ? lossless(picture.data()) : lossy(picture.data());
        boolean transparent = alpha != null || picture.type().equals("VP8L");
        return new CheckedFile(size.width(), size.height(), 4, transparent, written(size, alpha, picture));
    }

    private static Chunk next(ByteBuffer in) {
        if (in.remaining() < FRAMING) {
            throw CheckedFile.truncated();
        }
        int start = in.position();
        String type = StandardCharsets.ISO_8859_1.decode(in.slice(start, 4)).toString();
        int length = in.getInt(start + 4);
        if (length < 0 || length > in.remaining() - FRAMING) {
            throw CheckedFile.truncated();
        }
        // The last chunk's padding is often missing.
        int whole = Math.min(in.remaining(), FRAMING + length + (length & 1));
        in.position(start + whole);
        return new Chunk(
                type,
                in.slice(start + FRAMING, length).order(ByteOrder.LITTLE_ENDIAN),
                in.slice(start, FRAMING + length));
    }

    private static void requireStill(Chunk extended) {
        if (extended.data().limit() < EXTENDED) {
            throw CheckedFile.undecodable("the WebP has a broken header");
        }
        if ((extended.data().get(0) & ANIMATION) != 0) {
            throw CheckedFile.undecodable("the WebP is animated; one picture is wanted");
        }
    }

    /** RFC 6386, 9.1. */
    private static Size lossy(ByteBuffer data) {
        if (data.limit() < 10 || (data.getInt(3) & 0xFF_FFFF) != 0x2A_019D) {
            throw CheckedFile.undecodable("the WebP has a broken header");
        }
        return positive(data.getShort(6) & SIDE, data.getShort(8) & SIDE);
    }

    /** RFC 9649, 3.4. */
    private static Size lossless(ByteBuffer data) {
        if (data.limit() < 5 || data.get(0) != 0x2F) {
            throw CheckedFile.undecodable("the WebP has a broken header");
        }
        int bits = data.getInt(1);
        return positive((bits & SIDE) + 1, ((bits >>> 14) & SIDE) + 1);
    }

    private static Size positive(int width, int height) {
        if (width < 1 || height < 1) {
            throw CheckedFile.undecodable("the WebP says it is " + width + " x " + height);
        }
        return new Size(width, height);
    }

    /** The picture in the simple form, or, with a chunk of its own for transparency, in the extended one. */
    private static byte[] written(Size size, @Nullable Chunk alpha, Chunk picture) {
        boolean extended = alpha != null && picture.type().equals("VP8 ");
        int length = 4 + padded(picture) + (extended && alpha != null ? FRAMING + EXTENDED + padded(alpha) : 0);
        ByteBuffer out = ByteBuffer.allocate(FRAMING + length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(length).put(ascii("WEBP"));
        if (extended && alpha != null) {
            out.put(ascii("VP8X")).putInt(EXTENDED).put(ALPHA).put(new byte[3]);
            putSide(out, size.width());
            putSide(out, size.height());
            put(out, alpha);
        }
        put(out, picture);
        return out.array();
    }

    private static int padded(Chunk chunk) {
        return chunk.whole().limit() + (chunk.whole().limit() & 1);
    }

    private static void put(ByteBuffer out, Chunk chunk) {
        out.put(chunk.whole().duplicate());
        if ((chunk.whole().limit() & 1) != 0) {
            out.put((byte) 0);
        }
    }

    /** 24 bits, one less. */
    static void putSide(ByteBuffer out, int side) {
        int less = side - 1;
        out.put((byte) less).put((byte) (less >> 8)).put((byte) (less >> 16));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
