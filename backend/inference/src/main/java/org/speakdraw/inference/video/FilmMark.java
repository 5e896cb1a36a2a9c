package org.speakdraw.inference.video;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.speakdraw.inference.AiMark;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * The mark of AI in films. FFmpeg writes tags; XMP, for which it has no way, is put into the finished file where its
 * specification (part 3) says: a box of its own in MP4, an application extension in GIF. WebM has no place for XMP, so its
 * tags have the digital source type.
 */
final class FilmMark {

    /** Of an XMP box in MP4. */
    private static final UUID XMP_BOX = UUID.fromString("be7acfcb-97a9-42e8-9c71-999491e3afac");

    private static final byte GIF_TRAILER = 0x3B;

    private FilmMark() {}

    /** Tags for FFmpeg, which leaves out those that a container has no place for. */
    static Map<String, String> tags() {
        return Map.of("comment", AiMark.NOTE, "DIGITAL_SOURCE_TYPE", AiMark.DIGITAL_SOURCE_TYPE);
    }

    /**
     * Marks a finished film.
     *
     * @throws InferenceException {@code film-failed} if the file cannot be written
     */
    static void add(FilmFormat format, Path film) {
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            if (format == FilmFormat.MP4) {
                write(file.getChannel(), file.length(), box());
            } else if (format == FilmFormat.GIF) {
                // In place of the last byte, which comes again behind it.
                write(file.getChannel(), file.length() - 1, extension());
            }
        } catch (IOException e) {
            throw new InferenceException(InferenceError.FILM_FAILED, "the film cannot be marked as made by AI", e);
        }
    }

    private static void write(FileChannel file, long position, ByteBuffer bytes) throws IOException {
        file.position(position);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static ByteBuffer box() {
        byte[] xmp = AiMark.xmp();
        int length = 8 + 16 + xmp.length;
        return ByteBuffer.allocate(length)
                .putInt(length)
                .put("uuid".getBytes(StandardCharsets.US_ASCII))
                .putLong(XMP_BOX.getMostSignificantBits())
                .putLong(XMP_BOX.getLeastSignificantBits())
                .put(xmp)
                .flip();
    }

    /** The packet is no sub-blocks; wherever in it a reader takes a byte for a length, the trailer leads it to the end. */
    private static ByteBuffer extension() {
        byte[] xmp = AiMark.xmp();
        ByteBuffer extension = ByteBuffer.allocate(14 + xmp.length + 258 + 1)
                .put(new byte[] {0x21, (byte) 0xFF, 11})
                .put("XMP DataXMP".getBytes(StandardCharsets.US_ASCII))
                .put(xmp)
                .put((byte) 1);
        for (int i = 0xFF; i >= 0; i--) {
            extension.put((byte) i);
        }
        return extension.put((byte) 0).put(GIF_TRAILER).flip();
    }
}
