package org.speakdraw.inference.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.SpeakDrawException;

/** The clips say "Please paint a green house with a garden." */
class AudioDecoderTest {

    private static final AudioDecoder DECODER = new AudioDecoder();

    @AfterAll
    static void close() {
        DECODER.close();
    }

    static byte[] clip(String ending) {
        try (InputStream in =
                Objects.requireNonNull(AudioDecoderTest.class.getResourceAsStream("garden." + ending), ending)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ogg", "webm", "mp3", "m4a"})
    void decodesWhatTheLosslessFileHolds(String ending) {
        AudioClip original = DECODER.decode(clip("flac"), 30);
        AudioClip decoded = DECODER.decode(clip(ending), 30);
        assertThat(decoded.sampleRate()).isEqualTo(16_000);
        assertThat(decoded.seconds()).isCloseTo(original.seconds(), within(0.15));
        // The same sound: where one is loud the other is, a tenth of a second at a time.
        assertThat(correlation(loudness(original), loudness(decoded))).isGreaterThan(0.95);
    }

    /** A tone of half amplitude at 440 Hz, 0.5 s, on every channel. */
    @ParameterizedTest
    @CsvSource({"8000,1,1,8", "44100,2,1,16", "48000,6,1,24", "96000,2,1,32", "22050,1,3,32", "16000,2,3,64"})
    void readsWavOfAnyRateChannelsAndSampleFormat(int rate, int channels, int format, int bits) {
        AudioClip decoded = DECODER.decode(wav(rate, channels, format, bits), 30);
        assertThat(decoded.seconds()).isCloseTo(0.5, within(0.01));
        float[] samples = decoded.samples();
        int turns = 0;
        double power = 0;
        for (int i = 1; i < samples.length; i++) {
            turns += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
            power += samples[i] * samples[i] / samples.length;
        }
        assertThat(turns).isBetween(216, 224);
        assertThat(Math.sqrt(power)).isCloseTo(0.5 / Math.sqrt(2), within(0.02));
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertCode("audio-invalid", new byte[0]);
        assertCode("audio-unsupported", "hello, this is a text and no sound".getBytes(StandardCharsets.UTF_8));
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        assertCode("audio-unsupported", noise);
        assertCode("audio-invalid", Arrays.copyOf(wav(16_000, 1, 1, 16), 44));
        assertThatThrownBy(() -> DECODER.decode(clip("flac"), 1))
                .isInstanceOfSatisfying(
                        SpeakDrawException.class, e -> assertThat(e.code().id()).isEqualTo("audio-too-long"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ogg", "webm", "m4a", "flac"})
    void saysThatAFileIsBrokenWhereItBeginsLikeSound(String ending) {
        assertCode("audio-invalid", Arrays.copyOf(clip(ending), 24));
        byte[] damaged = clip(ending);
        Arrays.fill(damaged, 16, damaged.length, (byte) 0x55);
        assertCode("audio-invalid", damaged);
    }

    /** A playlist would make FFmpeg read files and addresses of its author's choice. */
    @Test
    void neverFollowsAFileToAnotherOne() {
        String list = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n";
        assertCode("audio-unsupported", list.getBytes(StandardCharsets.UTF_8));
        assertCode("audio-unsupported", "ffconcat version 1.0\nfile /etc/passwd\n".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ogg", "webm", "mp3", "m4a", "flac"})
    void survivesDamage(String ending) {
        Random random = new Random(7);
        byte[] whole = clip(ending);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int i = 0; i < 20; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(DECODER.decode(damaged, 30).samples()).isNotEmpty();
            } catch (SpeakDrawException e) {
                assertThat(e.code().id()).isIn("audio-invalid", "audio-unsupported", "audio-too-long");
            }
        }
    }

    private static void assertCode(String code, byte[] file) {
        assertThatThrownBy(() -> DECODER.decode(file, 30))
                .isInstanceOfSatisfying(
                        SpeakDrawException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }

    private static double[] loudness(AudioClip clip) {
        double[] blocks = new double[(int) (clip.seconds() * 10)];
        for (int i = 0; i < blocks.length * 1600; i++) {
            blocks[i / 1600] += Math.abs(clip.samples()[i]);
        }
        return blocks;
    }

    private static double correlation(double[] a, double[] b) {
        int count = Math.min(a.length, b.length);
        double meanA = Arrays.stream(a, 0, count).average().orElseThrow();
        double meanB = Arrays.stream(b, 0, count).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < count; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** @param format 1: integers, 3: floating point */
    private static byte[] wav(int rate, int channels, int format, int bits) {
        int frames = rate / 2;
        int bytes = bits / 8;
        int size = frames * channels * bytes;
        ByteBuffer out = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + size);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) format).putShort((short) channels).putInt(rate);
        out.putInt(rate * channels * bytes).putShort((short) (channels * bytes)).putShort((short) bits);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(size);
        for (int i = 0; i < frames * channels; i++) {
            double value = 0.5 * Math.sin(2 * Math.PI * 440 * (i / channels) / rate);
            if (format == 3) {
                out.put(bits == 32 ? bytes((float) value) : bytes(value));
            } else if (bits == 8) {
                out.put((byte) Math.round(128 + 127 * value));
            } else {
                long integer = Math.round(value * ((1L << (bits - 1)) - 1));
                for (int b = 0; b < bytes; b++) {
                    out.put((byte) (integer >> (8 * b)));
                }
            }
        }
        return out.array();
    }

    private static byte[] bytes(float value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }

    private static byte[] bytes(double value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
    }
}
