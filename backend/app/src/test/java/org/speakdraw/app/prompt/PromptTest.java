package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.prompt.Prompt.Source;

class PromptTest {

    private static final String FIRST = "an oil painting of a fox";

    @Test
    void whatTheModelBeginsWithIsNobodysUnlessSomebodyChoseIt() {
        assertThat(Prompt.typed(FIRST).orOfModel(FIRST).source()).isEqualTo(Source.MODEL);
        assertThat(new Prompt(FIRST, Source.SPOKEN, Optional.of("en")).orOfModel(FIRST))
                .as("gone back to by voice")
                .isEqualTo(new Prompt(FIRST, Source.MODEL, Optional.empty()));
        assertThat(Prompt.typed("a wolf").orOfModel(FIRST)).isEqualTo(Prompt.typed("a wolf"));
        for (Source chosen : new Source[] {Source.PRESET, Source.TEACHER}) {
            Prompt prompt = new Prompt(FIRST, chosen, Optional.empty());
            assertThat(prompt.orOfModel(FIRST)).isEqualTo(prompt);
        }
    }
}
