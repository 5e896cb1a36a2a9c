package org.speakdraw.inference.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.SpeakDrawException;

/** Small files that ask for gigabytes or hours, and files whose headers are wrong but whose sound is fine. */
class SoundBombTest {

    private static final AudioDecoder DECODER = new AudioDecoder();
    private static final int RATE_OFFSET = 24;

    @AfterAll
    static void close() {
        DECODER.close();
    }

    @ParameterizedTest(name = "FLAC at {0} Hz")
    @ValueSource(ints = {1, 8, 64, 3_999, 192_001, 655_350})
    void refusesARateThatNoRecorderHas(int rate) {
        byte[] file = SoundFiles.flac(rate, 4);
        assertThat(file).hasSizeLessThan(100);
        assertCode("audio-invalid", file, AudioLimits.ofSeconds(600));
    }

    @ParameterizedTest(name = "FLAC at {0} Hz")
    @ValueSource(ints = {4_000, 192_000})
    void takesTheLowestAndTheHighestRate(int rate) {
        assertThat(DECODER.decode(SoundFiles.flac(rate, 2), 600).seconds())
                .isCloseTo(2 * 65_535.0 / rate, within(0.01));
    }

    @Test
    void refusesALengthThatTheHeaderTellsBeforeDecoding() {
        assertCode("audio-too-long", SoundFiles.flac(4_000, 4), AudioLimits.ofSeconds(60));
    }

    /** The blocks of a file go on where its header says that it ends. */
    @Test
    void stopsWhereTheSoundIsLongerThanItsHeaderSays() {
        byte[] file = SoundFiles.flac(4_000, 200);
        ByteBuffer.wrap(file).putInt(22, 1);
        assertCode("audio-too-long", file, AudioLimits.ofSeconds(60));
    }

    @ParameterizedTest(name = "WAV format {0}, {1} bits")
    @CsvSource({"1,16", "6,8", "7,8"})
    void refusesAWavWithAWrongByteInItsRate(int format, int bits) {
        byte[] samples = new byte[1_000];
        int refused = 0;
        for (int at = 0; at < 4; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] file = SoundFiles.wav(format, 16_000, 1, bits, samples);
                file[RATE_OFFSET + at] = (byte) value;
                int rate = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(RATE_OFFSET);
                if (rate < 4_000 || rate > 192_000) {
                    assertCode("audio-invalid", file, AudioLimits.ofSeconds(600));
                    refused++;
                } else {
                    assertThat(DECODER.decode(file, 600).seconds()).isLessThan(0.3);
                }
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @ParameterizedTest(name = "{0} channels")
    @ValueSource(ints = {0, 17, 65_535})
    void refusesANumberOfChannelsThatNoRecorderHas(int channels) {
        byte[] file = SoundFiles.wav(SoundFiles.PCM, 16_000, 1, 16, new byte[1_000]);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(22, (short) channels);
        assertCode("audio-invalid", file, AudioLimits.ofSeconds(600));
    }

    /** What the containers of other codecs say of the rate is overruled by the codec, or refused. */
    @ParameterizedTest
    @ValueSource(strings = {"webm", "m4a", "ogg", "mp3"})
    void isNotImpressedByTheRateOfACompressedFile(String ending) {
        byte[] file = AudioDecoderTest.clip(ending);
        for (int at = 0; at < Math.min(file.length, 1_500); at++) {
            byte[] damaged = file.clone();
            damaged[at] ^= 0x7F;
            try {
                AudioClip clip = DECODER.decode(damaged, AudioLimits.ofSeconds(60));
                assertThat(clip.seconds()).as("byte " + at).isLessThanOrEqualTo(60);
            } catch (SpeakDrawException e) {
                assertThat(e.code().id()).isIn("audio-invalid", "audio-unsupported", "audio-too-long");
            }
        }
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        byte[] file = SoundFiles.wav(SoundFiles.PCM, 16_000, 1, 16, SoundFiles.tone(16_000, 16_000));
        assertCode("audio-invalid", file, new AudioLimits(600, Duration.ofNanos(1), Long.MAX_VALUE));
    }

    @Test
    void givesUpWhenTheDecodedBytesAreOver() {
        byte[] file = SoundFiles.wav(SoundFiles.PCM, 16_000, 2, 16, SoundFiles.tone(16_000, 16_000));
        assertThat(DECODER.decode(file, new AudioLimits(600, Duration.ofMinutes(1), 32_000))
                        .seconds())
                .isCloseTo(0.5, within(0.001));
        assertCode("audio-too-long", file, new AudioLimits(600, Duration.ofMinutes(1), 31_999));
    }

    @ParameterizedTest(name = "{0} bytes claimed")
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE, 32_001})
    void readsToTheEndWhereTheHeaderLiesAboutTheLength(int claimed) {
        byte[] file = SoundFiles.wav(SoundFiles.PCM, 16_000, 1, 16, SoundFiles.tone(16_000, 16_000), claimed);
        assertThat(DECODER.decode(file, 600).seconds()).isCloseTo(1, within(0.001));
    }

    @ParameterizedTest(name = "{0} bytes claimed")
    @ValueSource(ints = {0, -1, 3_200})
    void readsStrungTogetherFilesToTheLast(int claimed) {
        byte[][] files = new byte[21][];
        for (int i = 0; i < files.length; i++) {
            files[i] = SoundFiles.wav(SoundFiles.PCM, 16_000, 1, 16, SoundFiles.tone(16_000, 1_600), claimed);
        }
        assertThat(DECODER.decode(SoundFiles.joined(files), 600).seconds()).isCloseTo(2.1, within(0.001));
        assertCode("audio-too-long", SoundFiles.joined(files), AudioLimits.ofSeconds(2));
    }

    @Test
    void readsStrungTogetherFilesOfDifferentForms() {
        byte[] joined = SoundFiles.joined(
                SoundFiles.wav(SoundFiles.PCM, 16_000, 1, 16, SoundFiles.tone(16_000, 16_000)),
                SoundFiles.wav(SoundFiles.MU_LAW, 8_000, 1, 8, new byte[4_000]),
                SoundFiles.wav(SoundFiles.A_LAW, 8_000, 2, 8, new byte[8_000]));
        assertThat(DECODER.decode(joined, 600).seconds()).isCloseTo(2, within(0.01));
    }

    @Test
    void leavesOutWhatFollowsTheSamples() {
        byte[] list = SoundFiles.joined(
                SoundFiles.ascii("LIST"),
                new byte[] {(byte) 0x80, 0x3E, 0, 0},
                SoundFiles.ascii("INFO"),
                "x".repeat(15_996).getBytes(StandardCharsets.US_ASCII));
        byte[] file =
                SoundFiles.joined(SoundFiles.wav(SoundFiles.PCM, 16_000, 1, 16, SoundFiles.tone(16_000, 16_000)), list);
        assertThat(DECODER.decode(file, 600).seconds()).isCloseTo(1, within(0.001));
    }

    private static void assertCode(String code, byte[] file, AudioLimits limits) {
        assertThatThrownBy(() -> DECODER.decode(file, limits))
                .isInstanceOfSatisfying(
                        SpeakDrawException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }
}
