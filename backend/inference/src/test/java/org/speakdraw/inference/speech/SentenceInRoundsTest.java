package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On words that are a token each: "a", "small", "fox", "sits", "in", "the", "deep", "snow". */
class SentenceInRoundsTest {

    private static final List<String> WORDS = List.of("a", "small", "fox", "sits", "in", "the", "deep", "snow");
    private static final int END = WORDS.size();
    private static final SpecialTokens SPECIAL = new SpecialTokens(END, 9, 10, 11, 12, 13, 14, Map.of());
    /** In which the 26 letters of the sentence are said, and 39 cannot be. */
    private static final double VOICED = 2;

    private static String decode(List<Integer> tokens) {
        return tokens.stream().map(token -> " " + WORDS.get(token)).collect(Collectors.joining());
    }

    /** The sentence again and again; its first round is as likely as that, and what follows certain. */
    private static Hypothesis written(int tokens, double logProbability) {
        Hypothesis written = Hypothesis.empty();
        for (int at = 0; at < tokens; at++) {
            written = written.plus(at % WORDS.size(), at < WORDS.size() ? logProbability : 0, SPECIAL);
        }
        return written;
    }

    private static int length(Hypothesis written, double voiced, double noSpeech) {
        return new SentenceInRounds(voiced, SentenceInRoundsTest::decode)
                .first(written, noSpeech)
                .map(round -> round.tokens().size())
                .orElse(0);
    }

    @Test
    void theFirstRoundIsAllOnceNobodyCouldSayMore() {
        // With the twelfth word half of another round is there.
        assertThat(IntStream.rangeClosed(1, 16).filter(tokens -> length(written(tokens, -0.3), VOICED, 0.1) > 0))
                .containsExactly(12, 13, 14, 15, 16);
        Hypothesis first = new SentenceInRounds(VOICED, SentenceInRoundsTest::decode)
                .first(written(12, -0.3), 0.1)
                .orElseThrow();
        assertThat(first.tokens()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(first.logProbability()).as("its own").isCloseTo(8 * -0.3, within(1e-9));
        assertThat(first.complete()).isFalse();
    }

    /** However certain the rounds after it make the whole. */
    @ParameterizedTest
    @CsvSource({"-0.34, 8", "-0.36, 0", "-1.5, 0"})
    void aFirstRoundInDoubtIsNotTaken(double logProbability, int length) {
        Hypothesis rounds = written(16, logProbability);
        assertThat(length(rounds, VOICED, 0.1)).isEqualTo(length);
        assertThat(length(rounds, VOICED, 0.31)).as("nobody may have spoken").isZero();
    }

    /** 52 letters at 12 a second. */
    @Test
    void whatIsReallySaidTwiceStays() {
        assertThat(length(written(16, -0.1), 4.2, 0.1)).isZero();
    }

    /** Where even the first round is more than anybody says, it was not said. */
    @Test
    void aRoundThatDoesNotFillTheSoundOrIsTooLongForItIsNotTaken() {
        assertThat(length(written(16, -0.1), 1.6, 0.1)).isZero();
        assertThat(length(written(16, -0.1), 1.4, 0.1))
                .as("too little sound to tell")
                .isZero();
        Hypothesis fox = IntStream.range(0, 40)
                .boxed()
                .reduce(
                        Hypothesis.empty(),
                        (all, at) -> all.plus(at % 2 == 0 ? 0 : 2, -0.1, SPECIAL),
                        (one, other) -> other);
        assertThat(length(fox, 2, 0.1)).as("four letters a round").isZero();
    }

    @Test
    void anotherSentenceIsNoRound() {
        Hypothesis other = written(8, -0.1).plus(0, -0.1, SPECIAL).plus(2, -0.1, SPECIAL);
        for (int token : new int[] {4, 5, 7, 1, 3, 6}) {
            other = other.plus(token, -0.1, SPECIAL);
        }
        assertThat(length(other, VOICED, 0.1)).isZero();
    }
}
