package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * On tiny models of the shapes of Whisper small and large-v3-turbo, the latter in half precision; what they write was
 * computed without any cache by the script that made them.
 */
class WhisperShapesTest {

    private static final Path FOLDER = Path.of("src/test/resources/org/speakdraw/inference/speech");
    private static final OnnxDevice DEVICE = OnnxDevice.open(DeviceOptions.cpu());
    private static final int TOKENS = 12;
    /** Whatever random weights say counts. */
    private static final SpeechOptions LENIENT = new SpeechOptions(
            "en",
            "",
            Set.of(),
            false,
            SpeechTask.TRANSCRIBE,
            "",
            "",
            false,
            1,
            1,
            List.of(0.0),
            100,
            -100,
            1,
            0,
            TOKENS,
            true,
            false,
            true);

    /** A tone and a rising whistle of 1.5 s. */
    private static AudioClip signal() {
        float[] samples = new float[24_000];
        for (int i = 0; i < samples.length; i++) {
            double t = i / 16_000.0;
            samples[i] = (float)
                    (0.3 * Math.sin(2 * Math.PI * 440 * t) + 0.2 * Math.sin(2 * Math.PI * (1000 + 300 * t) * t));
        }
        return new AudioClip(samples, 16_000);
    }

    private static List<Integer> written(String name) throws IOException {
        return SpeechFiles.integers(new ObjectMapper()
                .readTree(FOLDER.resolve(name).resolve("written.json").toFile())
                .path("tokens"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whisper-small", "whisper-large-v3-turbo"})
    void writeTheReferencesTokensAlsoWithASiblingInTheMiddle(String name) throws IOException {
        AudioClip signal = signal();
        WindowModel.Passage passage = new WindowModel.Passage(signal.samples(), 150, 1.5, "en", List.of(), List.of());
        try (WindowModel model = WindowModel.open(new SpeechFiles(FOLDER.resolve(name)), DEVICE);
                WindowModel sibling = model.sibling()) {
            AtomicInteger runs = new AtomicInteger();
            WindowModel.Window window = model.understand(
                    passage,
                    LENIENT,
                    new SplittableRandom(1),
                    () -> {
                        if (runs.incrementAndGet() == 7) {
                            sibling.understand(
                                    passage, LENIENT, new SplittableRandom(1), DecodingControl.NONE, segment -> {});
                        }
                    },
                    segment -> {});
            assertThat(window.result().tokens()).isEqualTo(written(name)).hasSize(TOKENS);
            assertThat(runs).as("encoder, prefix, all tokens but the last").hasValue(2 + TOKENS - 1);
            assertThat(model.tellsWords()).isFalse();
        }
    }

    /** Large-v3 knows Cantonese, and so every token after the languages is another one. */
    @ParameterizedTest
    @CsvSource({"whisper-small, 99, false, 50364", "whisper-large-v3-turbo, 100, true, 50365"})
    void knowTheirTokens(String name, int languages, boolean cantonese, int timestampBegin) {
        SpecialTokens special = WhisperTokenizer.open(FOLDER.resolve(name)).special();
        assertThat(special.languages()).hasSize(languages);
        assertThat(special.languages().containsKey("yue")).isEqualTo(cantonese);
        assertThat(special.timestampBegin()).isEqualTo(timestampBegin);
    }

    /** All kinds of search, a language that is detected, and segments with times. */
    @ParameterizedTest
    @ValueSource(strings = {"whisper-small", "whisper-large-v3-turbo"})
    void areLoadedAndAskedLikeAnyOther(String name) {
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(FOLDER.resolve(name), DEVICE)) {
            SpeechOptions options = LENIENT.withLanguage("")
                    .withTimestamps(true)
                    .withSearch(3, 2, List.of(0.0, 0.4))
                    .withMaxTokens(6);
            Transcript transcript = recogniser.transcribe(signal(), options);
            assertThat(recogniser.languages()).contains(transcript.language());
            assertThat(recogniser.transcribe(signal(), options)).isEqualTo(transcript);
        }
    }
}
