package org.speakdraw.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.settings.Vocabulary.Word;
import org.speakdraw.inference.diffusion.DiffusionBundle;

class VocabularyTest {

    private static final Path MODELS = Path.of("..", "..", "models");

    @Test
    void hasTheWordsOfASmallModelByKindAndLanguage() {
        List<Word> words =
                Vocabulary.of(DiffusionBundle.read(MODELS.resolve("pocket"))).words();
        assertThat(words)
                .anyMatch(word -> word.kind().equals("names")
                        && word.forms().getOrDefault("en", List.of()).contains("dog")
                        && word.forms().getOrDefault("de", List.of()).contains("Hund"))
                .contains(new Word("keywords", Map.of("en", List.of("fine"))))
                .noneMatch(word -> word.kind().equals("languages"));
    }

    @Test
    void isEmptyForAModelThatSaysNothingOfItsWords() {
        assertThat(Vocabulary.of(DiffusionBundle.read(MODELS.resolve("handmade")))
                        .words())
                .isEmpty();
    }
}
