package org.speakdraw.inference.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.speakdraw.inference.AiMark;

/** The mark of AI in files that are made of chunks: PNG and WebP (XMP specification, part 3, 1.1.5 and 1.1.12). */
final class ChunkMark {

    /** Signature and header. */
    private static final int PNG_HEAD = 8 + 25;

    private static final byte HAS_XMP = 0x04;

    private ChunkMark() {}

    /** A copy of a whole PNG with the mark in it. */
    static byte[] png(byte[] file) {
        // Keyword, not compressed, no language, no translated keyword.
        byte[] head = "iTXtXML:com.adobe.xmp\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
        byte[] xmp = AiMark.xmp();
        CRC32 crc = new CRC32();
        crc.update(head);
        crc.update(xmp);
        int length = head.length + xmp.length;
        return ByteBuffer.allocate(file.length + 4 + length + 4)
                .put(file, 0, PNG_HEAD)
                .putInt(length - 4)
                .put(head)
                .put(xmp)
                .putInt((int) crc.getValue())
                .put(file, PNG_HEAD, file.length - PNG_HEAD)
                .array();
    }

    /** A copy of a WebP in the simple format, of a size in pixels, in the extended one and with the mark in it. */
    static byte[] webp(byte[] file, int width, int height) {
        byte[] xmp = AiMark.xmp();
        int padding = xmp.length % 2;
        int length = file.length + WebpFile.FRAMING + WebpFile.EXTENDED + WebpFile.FRAMING + xmp.length + padding;
        ByteBuffer marked = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        marked.put(file, 0, WebpFile.FIRST_CHUNK).putInt(4, length - WebpFile.FRAMING);
        marked.put(WebpFile.ascii("VP8X")).putInt(WebpFile.EXTENDED);
        marked.put(HAS_XMP).put(new byte[3]);
        WebpFile.putSide(marked, width);
        WebpFile.putSide(marked, height);
        marked.put(file, WebpFile.FIRST_CHUNK, file.length - WebpFile.FIRST_CHUNK);
        marked.put(WebpFile.ascii("XMP ")).putInt(xmp.length);
        return marked.put(xmp).put(new byte[padding]).array();
    }
}
