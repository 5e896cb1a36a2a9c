package org.speakdraw.acceptance.siege;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small files that ask for a lot. */
final class Bombs {

    private static final int FLAC_BLOCK = 65_535;

    private Bombs() {}

    /** A preset file of many elements that say nothing: 8 bytes each. */
    static String presets(int elements) {
        return "{\"format\":\"speakdraw-presets\",\"version\":1,\"presets\":[" + "{\"x\":1},".repeat(elements)
                + "{\"x\":1}]}";
    }

    /**
     * A FLAC of constant blocks, 17 bytes for 65,535 samples, whose header claims {@code rate} Hz: resampled to 16 kHz
     * each sample becomes 16,000 / rate.
     */
    static byte[] flac(int rate, int blocks) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("fLaC".getBytes(StandardCharsets.US_ASCII));
        long format = (long) rate << 44 | 15L << 36 | (long) blocks * FLAC_BLOCK;
        file.writeBytes(ByteBuffer.allocate(38)
                .put((byte) 0x80)
                .put(new byte[] {0, 0, 34})
                .putShort((short) FLAC_BLOCK)
                .putShort((short) FLAC_BLOCK)
                .put(new byte[6])
                .putLong(format)
                .array());
        for (int i = 0; i < blocks; i++) {
            byte[] head = ByteBuffer.allocate(7)
                    .putShort((short) 0xfff8)
                    .putShort((short) 0x7008)
                    .put((byte) i)
                    .putShort((short) (FLAC_BLOCK - 1))
                    .array();
            byte[] frame = ByteBuffer.allocate(11)
                    .put(head)
                    .put((byte) crc(head, head.length, 8, 0x07))
                    .put((byte) 0)
                    .putShort((short) 1)
                    .array();
            file.writeBytes(frame);
            int check = crc(frame, frame.length, 16, 0x8005);
            file.write(check >> 8);
            file.write(check);
        }
        return file.toByteArray();
    }

    /** A second of 16-bit silence whose header claims {@code rate} Hz. */
    static byte[] wav(int rate) {
        int bytes = 32_000;
        return ByteBuffer.allocate(44 + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + bytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(rate)
                .putInt(2 * rate)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(bytes)
                .array();
    }

    private static int crc(byte[] bytes, int length, int bits, int polynomial) {
        int top = 1 << (bits - 1);
        int mask = (1 << bits) - 1;
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (bytes[i] & 255) << (bits - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & top) == 0 ? crc << 1 : crc << 1 ^ polynomial;
                crc &= mask;
            }
        }
        return crc;
    }
}
