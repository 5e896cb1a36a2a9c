package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** The model that comes with the checkout, and prompts in German, Spanish and French. */
class OtherLanguagesTest {

    private static final SpeechRecogniser WHISPER = SpeechRecogniser.open(
            Path.of("../../models/whisper"),
            OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines"))));

    private static final Map<String, List<ForeignPrompts.Spoken>> PROMPTS = prompts();

    @AfterAll
    static void close() {
        WHISPER.close();
    }

    private static Map<String, List<ForeignPrompts.Spoken>> prompts() {
        try {
            return ForeignPrompts.spoken();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A short sentence may sound like another language to it; {@code SpeechBenchmark} counts. */
    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fr"})
    void hearsWhichLanguageIsSpoken(String language) {
        List<String> heard = PROMPTS.get(language).stream()
                .map(spoken ->
                        WHISPER.transcribe(spoken.clip(), SpeechOptions.quick()).language())
                .toList();
        assertThat(heard).hasSize(6);
        assertThat(heard.stream().filter(language::equals).count())
                .as(heard.toString())
                .isGreaterThanOrEqualTo(5);
    }

    /** A green house with a big garden. */
    @ParameterizedTest
    @CsvSource({"de, Haus, Garten", "es, casa, jardín", "fr, maison, jardin"})
    void writesDownWhatWasSaidOrTranslatesIt(String language, String house, String garden) {
        ForeignPrompts.Spoken spoken = PROMPTS.get(language).get(1);
        assertThat(WHISPER.transcribe(spoken.clip(), SpeechOptions.quick()).text())
                .contains(house, garden);
        Transcript english =
                WHISPER.transcribe(spoken.clip(), SpeechOptions.quick().withTask(SpeechTask.TRANSLATE));
        assertThat(english.text()).contains("house with a", "garden").doesNotContain(garden);
        assertThat(english.language()).isEqualTo(language);
    }
}
