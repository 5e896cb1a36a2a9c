package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.prompt.Prompt.Source;

class PromptTest {

    private static final String FIRST = "an oil painting of a fox";

    @Test
    void whatTheModelBeginsWithIsNobodysUnlessSomebodyChoseIt() {
        assertThat(Prompt.typed(FIRST).orOfModel(true).source()).isEqualTo(Source.MODEL);
        assertThat(new Prompt(FIRST, Source.SPOKEN, Optional.of("en")).orOfModel(true))
                .as("gone back to by voice")
                .isEqualTo(new Prompt(FIRST, Source.MODEL, Optional.empty()));
        assertThat(Prompt.typed("a wolf").orOfModel(false)).isEqualTo(Prompt.typed("a wolf"));
        assertThat(Prompt.typed(FIRST).orOfModel(false))
                .as("with a negative prompt of somebody's")
                .isEqualTo(Prompt.typed(FIRST));
        for (Source chosen : new Source[] {Source.PRESET, Source.TEACHER}) {
            Prompt prompt = new Prompt(FIRST, chosen, Optional.empty());
            assertThat(prompt.orOfModel(true)).isEqualTo(prompt);
        }
    }

    @Test
    void whatALaterVersionKeptCountsAsTyped() {
        for (Source source : Source.values()) {
            assertThat(Source.ofKept(source.id())).isEqualTo(source);
        }
        assertThat(Source.ofKept("dreamt")).isEqualTo(Source.TYPED);
    }
}
