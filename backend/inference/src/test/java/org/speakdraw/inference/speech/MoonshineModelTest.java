package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.Interruption;
import org.speakdraw.inference.onnx.OnnxDevice;

/** On a tiny model of Moonshine's shape; what it writes was computed without any cache by the script that made it. */
class MoonshineModelTest {

    private static final Path FOLDER = Path.of("src/test/resources/org/speakdraw/inference/speech/moonshine");
    private static final OnnxDevice DEVICE = OnnxDevice.open(DeviceOptions.cpu());
    private static final int MOST_TOKENS = 12;
    /** Whatever random weights say counts. */
    private static final SpeechOptions LENIENT = new SpeechOptions(
            "",
            "",
            Set.of(),
            false,
            SpeechTask.TRANSCRIBE,
            "never heard",
            "nor this",
            true,
            5,
            5,
            List.of(0.0),
            100,
            -100,
            1,
            0,
            MOST_TOKENS,
            true,
            false,
            false);

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

    private static List<Integer> written() throws IOException {
        return SpeechFiles.integers(new ObjectMapper()
                .readTree(FOLDER.resolve("written.json").toFile())
                .path("tokens"));
    }

    @Test
    void writesTheReferencesTokensAlsoWithASiblingInTheMiddle() throws IOException {
        AudioClip signal = signal();
        WindowModel.Passage passage = new WindowModel.Passage(signal.samples(), 150, 1.5, "", List.of(), List.of());
        try (WindowModel model = WindowModel.open(new SpeechFiles(FOLDER), DEVICE);
                WindowModel sibling = model.sibling()) {
            AtomicInteger runs = new AtomicInteger();
            WindowModel.Window window = model.understand(
                    passage,
                    LENIENT,
                    new SplittableRandom(1),
                    () -> {
                        if (runs.incrementAndGet() % 5 == 0) {
                            sibling.understand(
                                    passage, LENIENT, new SplittableRandom(1), DecodingControl.NONE, segment -> {});
                        }
                    },
                    segment -> {});
            assertThat(window.result().tokens()).isEqualTo(written()).hasSize(MOST_TOKENS);
            assertThat(window.language()).isEqualTo("en");
            assertThat(window.result().logProbability()).isNegative();
            assertThat(runs).hasValue(2 + MOST_TOKENS);
        }
    }

    /** Whoever is in a hurry breaks it off, but not for ever. */
    @Test
    void anEncoderThatIsBrokenOffIsRunAgain() throws IOException {
        AudioClip signal = signal();
        WindowModel.Passage passage = new WindowModel.Passage(signal.samples(), 150, 1.5, "", List.of(), List.of());
        Interruption hurry = new Interruption();
        hurry.interrupt();
        AtomicInteger runs = new AtomicInteger();
        try (WindowModel model = WindowModel.open(new SpeechFiles(FOLDER), DEVICE)) {
            WindowModel.Window window = model.understand(
                    passage,
                    LENIENT,
                    new SplittableRandom(1),
                    new DecodingControl() {
                        @Override
                        public void beforeRun() {
                            runs.incrementAndGet();
                        }

                        @Override
                        public Interruption interruption() {
                            return hurry;
                        }
                    },
                    segment -> {});
            assertThat(window.result().tokens()).isEqualTo(written());
        }
        assertThat(runs).hasValue(2 + MOST_TOKENS + WindowBudget.MOST_INTERRUPTED);
    }

    private static final List<String> GRAPHS = List.of("encoder_model.onnx", "decoder_model_merged.onnx");

    /** The networks of {@code graphs} with what their configuration says. */
    private static Path folder(Path graphs, Path folder, String config) throws IOException {
        for (String graph : GRAPHS) {
            Files.copy(graphs.resolve(graph), folder.resolve(graph));
        }
        Files.copy(FOLDER.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("config.json"), config);
        return folder;
    }

    /** Later exports ask which samples and which positions are no padding. */
    @Test
    void hearsAllWithGraphsThatHaveMasks(@TempDir Path folder) throws IOException {
        folder(FOLDER.resolve("masked"), folder, "{\"model_type\": \"moonshine\"}");
        try (SpeechRecogniser plain = SpeechRecogniser.open(FOLDER, DEVICE);
                SpeechRecogniser masked = SpeechRecogniser.open(folder, DEVICE)) {
            assertThat(masked.transcribe(signal(), LENIENT)).isEqualTo(plain.transcribe(signal(), LENIENT));
        }
    }

    /** The start's among them. */
    @Test
    void writesNoMoreThanItsPositions(@TempDir Path folder) throws IOException {
        folder(FOLDER, folder, "{\"model_type\": \"moonshine\", \"max_position_embeddings\": 5}");
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(folder, DEVICE)) {
            assertThat(recogniser
                            .transcribe(signal(), LENIENT)
                            .segments()
                            .get(0)
                            .tokens())
                    .isEqualTo(written().subList(0, 4));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model_type': 'moonshine', 'max_position_embeddings': 1}|max_position_embeddings is 1",
                "{'model_type': 'parakeet'}|model_type is neither whisper nor moonshine"
            })
    void refusesWhatItCannotBe(String config, String message, @TempDir Path folder) throws IOException {
        folder(FOLDER, folder, config.replace('\'', '"'));
        assertThatThrownBy(() -> SpeechRecogniser.open(folder, DEVICE))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code()).isEqualTo(InferenceError.BUNDLE_INVALID))
                .hasMessageContaining(message);
    }

    /** As likely as that the text ends before it begins. */
    @Test
    void doubtsThatSomebodySpeaks() {
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(FOLDER, DEVICE)) {
            double noSpeech =
                    recogniser.transcribe(signal(), LENIENT).segments().get(0).noSpeech();
            assertThat(noSpeech).isGreaterThan(0).isLessThan(0.5);
            assertThat(recogniser
                            .transcribe(signal(), doubting(noSpeech + 1e-6))
                            .text())
                    .isNotEmpty();
            assertThat(recogniser
                            .transcribe(signal(), doubting(noSpeech - 1e-6))
                            .text())
                    .isEmpty();
        }
    }

    /** Where no text is good enough. */
    private static SpeechOptions doubting(double noSpeechThreshold) {
        return new SpeechOptions(
                "",
                "",
                Set.of(),
                false,
                SpeechTask.TRANSCRIBE,
                "",
                "",
                true,
                1,
                1,
                List.of(0.0),
                100,
                0,
                noSpeechThreshold,
                0,
                MOST_TOKENS,
                true,
                false,
                false);
    }

    @Test
    void isLoadedAndAskedLikeAnyOther() throws IOException {
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(FOLDER, DEVICE)) {
            Transcript transcript = recogniser.transcribe(signal(), LENIENT);
            assertThat(transcript.text())
                    .isEqualTo(PieceVocabulary.open(new SpeechFiles(FOLDER))
                            .decode(written())
                            .strip());
            assertThat(transcript.segments()).singleElement().satisfies(segment -> {
                assertThat(segment.startSeconds()).isZero();
                assertThat(segment.endSeconds()).isEqualTo(1.5);
            });
            assertThat(recogniser.languages()).containsExactly("en");
            assertThat(recogniser.transcribe(
                            signal(),
                            LENIENT.withExpectedLanguages(Set.of("de")).withOnlyExpected(true)))
                    .as("it cannot tell what is not English")
                    .isEqualTo(transcript);
            assertThatThrownBy(() -> recogniser.begin(signal(), LENIENT.withLanguage("de")))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("de");
            assertThatThrownBy(() -> recogniser.begin(signal(), LENIENT.withWords(true)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("words");
            AudioClip click = new AudioClip(new float[] {0.5f}, 16_000);
            assertThat(recogniser.transcribe(click, LENIENT).language()).isEqualTo("en");
        }
    }

    @Test
    void spellsSpacesAndBytesAndLeavesOutWhatIsNoText() {
        PieceVocabulary vocabulary = PieceVocabulary.open(new SpeechFiles(FOLDER));
        // <s>, "▁a", two bytes that are one letter, "!", "b", </s>.
        assertThat(vocabulary.decode(List.of(1, 7, 3, 4, 5, 8, 2))).isEqualTo(" aé!b");
        assertThat(vocabulary.size()).isEqualTo(48);
    }

    /** The decoder knows 48. */
    @ParameterizedTest
    @CsvSource({"decoder_start_token_id, 48", "eos_token_id, 48", "eos_token_id, -1"})
    void refusesATokenThatTheDecoderDoesNotKnow(String name, int token, @TempDir Path folder) throws IOException {
        for (String file : List.of("encoder_model.onnx", "decoder_model_merged.onnx", "tokenizer.json")) {
            Files.copy(FOLDER.resolve(file), folder.resolve(file));
        }
        Files.writeString(
                folder.resolve("config.json"), "{\"model_type\": \"moonshine\", \"%s\": %d}".formatted(name, token));
        assertThatThrownBy(() -> SpeechRecogniser.open(folder, DEVICE))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code()).isEqualTo(InferenceError.BUNDLE_INVALID))
                .hasMessageContaining(name + " is " + token);
    }

    @Test
    void saysWhatABundleLacks(@TempDir Path folder) throws IOException {
        Files.copy(FOLDER.resolve("config.json"), folder.resolve("config.json"));
        assertThatThrownBy(() -> SpeechRecogniser.open(folder, DEVICE))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("tokenizer.json");
        Files.copy(FOLDER.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> SpeechRecogniser.open(folder, DEVICE))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("encoder_model.onnx");
        Files.copy(FOLDER.resolve("decoder_model_merged.onnx"), folder.resolve("encoder_model.onnx"));
        assertThatThrownBy(() -> SpeechRecogniser.open(folder, DEVICE))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("its inputs are");
    }

    @Test
    void refusesAnEndOfTextThatIsNoToken(@TempDir Path folder) throws IOException {
        for (String file : List.of("tokenizer.json", "encoder_model.onnx", "decoder_model_merged.onnx")) {
            Files.copy(FOLDER.resolve(file), folder.resolve(file));
        }
        for (String end : List.of("-1", "1000000")) {
            Files.writeString(
                    folder.resolve("config.json"), "{\"model_type\": \"moonshine\", \"eos_token_id\": " + end + "}");
            assertThatThrownBy(() -> SpeechRecogniser.open(folder, DEVICE))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("eos_token_id is " + end);
        }
    }
}
