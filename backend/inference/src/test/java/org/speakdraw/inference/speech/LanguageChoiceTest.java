package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanguageChoiceTest {

    private static final SpecialTokens SPECIAL =
            new SpecialTokens(10, 11, 13, 14, 15, 12, 16, Map.of("en", 0, "de", 1, "cy", 2));
    private static final Set<String> EXPECTED = Set.of("en", "de", "tlh");

    /** Logits whose softmax these are. */
    private static float[] logits(double english, double german, double welsh) {
        return new float[] {(float) Math.log(english), (float) Math.log(german), (float) Math.log(welsh)};
    }

    @Test
    void takesTheLikeliest() {
        assertThat(LanguageChoice.of(SPECIAL, logits(0.3, 0.4, 0.3), EXPECTED)).isEqualTo("de");
        assertThat(LanguageChoice.of(SPECIAL, logits(0.2, 0.2, 0.6), Set.of())).isEqualTo("cy");
    }

    @Test
    void believesInAnotherLanguageOnlyWithoutADoubt() {
        assertThat(LanguageChoice.of(SPECIAL, logits(0.3, 0.05, 0.65), EXPECTED))
                .isEqualTo("en");
        assertThat(LanguageChoice.of(SPECIAL, logits(0.2, 0.05, 0.75), EXPECTED))
                .isEqualTo("cy");
        assertThat(LanguageChoice.of(SPECIAL, logits(0.3, 0.05, 0.65), Set.of("tlh")))
                .isEqualTo("cy");
    }

    @Test
    void believesInWhatMakesMoreSenseThanTheUsualLanguage() {
        assertThat(LanguageChoice.isBelieved(words("eine Katze", -0.4), words("I know cats", -0.9)))
                .isTrue();
        assertThat(LanguageChoice.isBelieved(words("und du", -0.9), words("undo", -0.4)))
                .isFalse();
        assertThat(LanguageChoice.isBelieved(words("und du", -0.5), words("undo", -0.5)))
                .as("as well in either")
                .isFalse();
        assertThat(LanguageChoice.isBelieved(words("undo", -0.9), words("", -0.1)))
                .isTrue();
        assertThat(LanguageChoice.isBelieved(words("", -0.1), words("undo", -0.9)))
                .isFalse();
    }

    private static WindowResult words(String text, double logProbability) {
        return new WindowResult(List.of(), List.of(), text, 0, logProbability, 1, 0);
    }
}
