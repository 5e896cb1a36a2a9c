package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** The model that comes with the checkout, and a clip that says "Please paint a green house with a garden." */
class EmbeddedModelTest {

    private static final Whisper WHISPER = Whisper.open(
            Path.of("../../models/whisper"),
            OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines"))));

    @AfterAll
    static void close() {
        WHISPER.close();
    }

    private static AudioClip garden() throws Exception {
        Path file = Path.of("src/test/resources/org/speakdraw/inference/audio/garden.flac");
        try (AudioDecoder decoder = new AudioDecoder()) {
            return decoder.decode(Files.readAllBytes(file), 30);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void understandsAPromptWithEitherContext(boolean shortContext) throws Exception {
        Transcript transcript =
                WHISPER.transcribe(garden(), SpeechOptions.quick().withShortContext(shortContext));
        assertThat(transcript.language()).isEqualTo("en");
        assertThat(transcript.text()).startsWith("Please").endsWith("house with a garden.");
    }

    @Test
    void keepsTheWordsOfSeveralBeamsApart() throws Exception {
        Transcript transcript = WHISPER.transcribe(garden(), SpeechOptions.standard());
        assertThat(transcript.text()).containsIgnoringCase("green house with a garden");
        assertThat(transcript.segments()).hasSize(1);
        assertThat(transcript.segments().get(0).endSeconds()).isBetween(1.5, garden().seconds());
    }

    /** A room in which nobody speaks, a fan, a humming machine, a knock on the table. */
    @Test
    void inventsNothingWhereNobodySpeaks() {
        for (float[] samples : List.of(hiss(0.0005f), hiss(0.01f), hiss(0.1f), hum(), knocks())) {
            Transcript transcript = WHISPER.transcribe(new AudioClip(samples, 16_000), SpeechOptions.quick());
            assertThat(transcript.text()).isEmpty();
        }
    }

    private static float[] hiss(float amplitude) {
        Random random = new Random(5);
        float[] samples = new float[4 * 16_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = amplitude * (float) random.nextGaussian();
        }
        return samples;
    }

    private static float[] hum() {
        float[] samples = hiss(0.001f);
        for (int i = 0; i < samples.length; i++) {
            samples[i] += 0.05f
                    * (float) (Math.sin(2 * Math.PI * 50 * i / 16_000.0)
                            + 0.5 * Math.sin(2 * Math.PI * 150 * i / 16_000.0));
        }
        return samples;
    }

    private static float[] knocks() {
        float[] samples = hiss(0.001f);
        for (int i = 0; i < samples.length; i++) {
            samples[i] += 0.5f * (float) (Math.exp(-(i % 20_000) / 200.0) * Math.sin(2 * Math.PI * 180 * i / 16_000.0));
        }
        return samples;
    }
}
