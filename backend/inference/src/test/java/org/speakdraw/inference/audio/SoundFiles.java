package org.speakdraw.inference.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small sound files made byte by byte, so that any number in them can be a lie. */
final class SoundFiles {

    static final int PCM = 1;
    static final int A_LAW = 6;
    static final int MU_LAW = 7;

    private SoundFiles() {}

    /** A WAV file with a canonical header of 44 bytes. */
    static byte[] wav(int format, int rate, int channels, int bits, byte[] samples) {
        return wav(format, rate, channels, bits, samples, samples.length);
    }

    /** A WAV file that claims {@code claimedBytes} of samples. */
    static byte[] wav(int format, int rate, int channels, int bits, byte[] samples, int claimedBytes) {
        ByteBuffer out = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        int frame = channels * bits / 8;
        out.put(ascii("RIFF"))
                .putInt(claimedBytes == -1 ? -1 : 36 + claimedBytes)
                .put(ascii("WAVEfmt "));
        out.putInt(16).putShort((short) format).putShort((short) channels);
        out.putInt(rate).putInt(rate * frame).putShort((short) frame).putShort((short) bits);
        return out.put(ascii("data")).putInt(claimedBytes).put(samples).array();
    }

    /** 16-bit samples of a tone of half amplitude at 440 Hz. */
    static byte[] tone(int rate, int samples) {
        ByteBuffer out = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            out.putShort((short) Math.round(16_000 * Math.sin(2 * Math.PI * 440 * i / rate)));
        }
        return out.array();
    }

    /**
     * A FLAC file of constant blocks of 65,535 samples: 16 bytes a block, however long they last.
     *
     * @param rate samples a second, 0..1,048,575; the field of the format has no room for more
     */
    static byte[] flac(int rate, int blocks) {
        int samples = 65_535;
        ByteBuffer info = ByteBuffer.allocate(34);
        info.putShort((short) samples).putShort((short) samples).put(new byte[6]);
        info.putLong((long) rate << 44 | 15L << 36 | (long) blocks * samples);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii("fLaC"));
        out.writeBytes(new byte[] {(byte) 0x80, 0, 0, 34});
        out.writeBytes(info.array());
        for (int block = 0; block < blocks; block++) {
            byte[] start = {(byte) 0xFF, (byte) 0xF8, 0x70, 0x08, (byte) block, (byte) 0xFF, (byte) 0xFE};
            byte[] frame = ByteBuffer.allocate(11)
                    .put(start)
                    .put((byte) crc(start, 8, 0x07))
                    .put(new byte[] {0, 1, 0})
                    .array();
            out.writeBytes(frame);
            int check = crc(frame, 16, 0x8005);
            out.write(check >> 8);
            out.write(check);
        }
        return out.toByteArray();
    }

    private static int crc(byte[] bytes, int width, int polynomial) {
        int top = 1 << (width - 1);
        int sum = 0;
        for (byte value : bytes) {
            sum ^= (value & 0xFF) << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & top) != 0 ? sum << 1 ^ polynomial : sum << 1;
            }
        }
        return sum & ((1 << width) - 1);
    }

    static byte[] joined(byte[]... files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] file : files) {
            out.writeBytes(file);
        }
        return out.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
