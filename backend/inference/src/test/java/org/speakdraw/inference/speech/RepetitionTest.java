package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " a fox in the snow| a fox in the snow",
                " no no no fox| no no no fox",
                " go. go. Go, go. fox| go. fox",
                " I see you I see you I see you now| I see you now",
                " I see you I see you now| I see you I see you now",
                " 1.5-1.5-1.5-1.5-1.5 m| 1.5-m",
                " 1-2-3-4-5| 1-2-3-4-5",
                " - - - - - -| - - - - - -",
                " a b a b a b c| a b a b a b c",
            })
    void saysALoopOnce(String text, String once) {
        assertThat(Repetition.withoutLoops(text)).isEqualTo(once);
    }

    /** From half of it on, and in the middle of a word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A fox in the snow. A fox in the snow.|A fox in the snow.",
                "A fox in the snow. A fox i|A fox in the snow.",
                "A fox in the snow. A fox|''",
                "A fox in the snow. A fog in|''",
                "A fox in the snow, and a fox|''",
                "A fox, a fox, a fo|A fox,",
                "fox|''",
                "''|''",
            })
    void noticesThatATextIsBegunAgain(String text, String round) {
        assertThat(Repetition.begunAgain(text).orElse("").strip()).isEqualTo(round);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Only me. Only me.|Only me.",
                "Only me, only me, ONLY ME!|Only me,",
                "A fox. A cat. A fox. A cat.|A fox. A cat.",
                "Only me. Only you.|Only me. Only you.",
                "A fox in a fox|A fox in a fox",
                "fox|fox",
                "''|''",
            })
    void knowsATextThatIsOnePhraseAgainAndAgain(String text, String once) {
        assertThat(Repetition.once(text).strip()).isEqualTo(once);
    }
}
