package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

class PromptVocabularyTest {

    @TempDir
    Path folder;

    private PromptVocabulary pocket;

    @BeforeEach
    void read() {
        pocket =
                DiffusionBundle.read(Golden.checkout().resolve("models/pocket")).vocabulary();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ein Hund                      | a dog
        EIN HUND IM  MEER!            | a dog in the sea!
        Zwei Katzen im Meer, Aquarell | two cats in the sea, watercolour
        un chat                       | a cat
        un gâteau d’anniversaire      | a birthday cake
        una manzana roja en la playa  | a red apple on the beach
        un muñeco de nieve            | a snowman
        eine Polizistin               | a police officer
        a cat, neon                   | a cat, neon
        eine Katze aus Xanadu         | a cat aus Xanadu
        """)
    void putsKnownWordsIntoEnglishAndLeavesTheOthers(String prompt, String english) {
        assertThat(pocket.inEnglish(prompt)).isEqualTo(english);
    }

    @Test
    void theModelReadsThePromptInEnglish() {
        DiffusionBundle bundle = DiffusionBundle.read(Golden.checkout().resolve("models/pocket"));
        try (PromptEncoder prompts = PromptEncoder.open(bundle, OnnxDevice.open(DeviceOptions.cpu()), 3)) {
            assertThat(prompts.embed("ein (roter:1.3) Fisch", 1)).isEqualTo(prompts.embed("a (red:1.3) fish", 1));
            assertThat(prompts.embed("ein Fisch", 1)).isNotEqualTo(prompts.embed("a dog", 1));
        }
    }

    @Test
    void englishComesFirstAndThenTheLanguagesInTheirOrder() throws IOException {
        PromptVocabulary own = written("""
            {"languages": ["en", "fr", "es"], "names": [
              {"en": ["foot"], "es": ["pie", "sol"]}, {"en": ["pie"], "fr": ["tarte"]}, {"en": ["floor"], "fr": ["sol"]}]}
            """);
        assertThat(own.inEnglish("pie, tarte, sol")).isEqualTo("pie, pie, floor");
    }

    @Test
    void aRunOfWordsIsLongerThanItsParts() throws IOException {
        PromptVocabulary own = written("""
            {"languages": ["en", "es"], "names": [
              {"en": ["bear"], "es": ["oso"]}, {"en": ["panda"], "es": ["oso panda"]}]}
            """);
        assertThat(own.inEnglish("oso, oso panda, oso oso panda")).isEqualTo("bear, panda, bear panda");
    }

    @Test
    void bundlesWithoutAVocabularyChangeNothing() {
        assertThat(PromptVocabulary.NONE.inEnglish("ein  Hund,\n un chat")).isEqualTo("ein  Hund,\n un chat");
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("words.json"), "[]");
        assertThatThrownBy(() -> PromptVocabulary.read(new BundleFiles(folder), "words.json"))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("words.json");
    }

    private PromptVocabulary written(String json) throws IOException {
        Files.writeString(folder.resolve("words.json"), json);
        return PromptVocabulary.read(new BundleFiles(folder), "words.json");
    }
}
