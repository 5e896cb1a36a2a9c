package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.audio.AudioDecoder;

class SileroVadTest {

    private static final SileroVad VAD = SileroVad.open();

    @AfterAll
    static void close() {
        VAD.close();
    }

    /** "Please paint a green house with a garden." */
    private static float[] garden() throws Exception {
        Path file = Path.of("src/test/resources/org/speakdraw/inference/audio/garden.flac");
        try (AudioDecoder decoder = new AudioDecoder()) {
            return new SincResampler(LogMel.SAMPLE_RATE)
                    .resample(decoder.decode(Files.readAllBytes(file), 30))
                    .samples();
        }
    }

    private static long voiced(float[] likelihoods) {
        return IntStream.range(0, likelihoods.length)
                .filter(frame -> likelihoods[frame] > 0.5)
                .count();
    }

    @Test
    void tellsAVoiceFromSilence() throws Exception {
        float[] voice = garden();
        float[] silenceFirst = new float[10 * LogMel.SAMPLE_RATE + voice.length];
        System.arraycopy(voice, 0, silenceFirst, silenceFirst.length - voice.length, voice.length);
        float[] likelihoods = VAD.likelihoods(silenceFirst, DecodingControl.NONE);
        int silent = 10 * LogMel.SAMPLE_RATE / SileroVad.FRAME;
        assertThat(voiced(Arrays.copyOf(likelihoods, silent))).isZero();
        assertThat(voiced(likelihoods)).isGreaterThan(voice.length / SileroVad.FRAME * 6L / 10);
    }

    /** Whoever waits has a say every two seconds of sound, and the last frame need not be complete. */
    @Test
    void asksBeforeEachRun() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        float[] likelihoods = VAD.likelihoods(new float[64 * SileroVad.FRAME + 1], asked::incrementAndGet);
        assertThat(likelihoods).hasSize(65);
        assertThat(asked).hasValue(2);
        assertThat(VAD.likelihoods(new float[0], asked::incrementAndGet)).isEmpty();
    }

    /** What was heard before counts, also across the runs; each clip begins with a memory of its own. */
    @Test
    void remembersWithinAClipOnly() throws Exception {
        float[] voice = garden();
        float[] first = VAD.likelihoods(voice, DecodingControl.NONE);
        assertThat(VAD.likelihoods(voice, DecodingControl.NONE)).isEqualTo(first);
        float[] twice =
                SpeechGolden.repeated(Arrays.copyOf(voice, voice.length / SileroVad.FRAME * SileroVad.FRAME), 2);
        float[] both = VAD.likelihoods(twice, DecodingControl.NONE);
        int frames = twice.length / SileroVad.FRAME / 2;
        assertThat(Arrays.copyOf(both, frames - 1)).isEqualTo(Arrays.copyOf(first, frames - 1));
        assertThat(Arrays.copyOfRange(both, frames, 2 * frames)).isNotEqualTo(Arrays.copyOf(first, frames));
    }
}
