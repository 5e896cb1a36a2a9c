package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the search on a small alphabet: text 0..9, special tokens 10..16, timestamps 17..1517. */
class SearchRulesTest {

    private static final SpecialTokens SPECIAL = new SpecialTokens(10, 11, 13, 14, 15, 12, 16, Map.of("en", 12));
    private static final int T0 = 17;
    private static final float NEVER = Float.NEGATIVE_INFINITY;

    @Test
    void suppressesAlwaysAndAtTheBeginning() {
        TokenRules rules = new TokenRules(SPECIAL, List.of(3, -1, 99_999), List.of(4, 10), false, 50);
        float[] first = applied(rules, List.of());
        assertThat(first[3]).isEqualTo(NEVER);
        assertThat(first[4]).isEqualTo(NEVER);
        assertThat(first[10]).isEqualTo(NEVER);
        assertThat(first[T0]).isZero();
        float[] second = applied(rules, List.of(5));
        assertThat(second[3]).isEqualTo(NEVER);
        assertThat(second[4]).isZero();
    }

    @Test
    void beginsWithATimestampNotTooLate() {
        float[] logits = applied(stamps(), List.of());
        assertThat(logits[5]).isEqualTo(NEVER);
        assertThat(logits[T0]).isZero();
        assertThat(logits[T0 + 50]).isZero();
        assertThat(logits[T0 + 51]).isEqualTo(NEVER);
    }

    @Test
    void wantsTimestampsInPairsThatNeverGoBack() {
        float[] afterOpening = textLikely(List.of(T0));
        assertThat(afterOpening[5]).isEqualTo(20);
        assertThat(afterOpening[T0 + 3]).isEqualTo(NEVER);
        float[] afterClosing = applied(stamps(), List.of(T0, 5, T0 + 30));
        assertThat(afterClosing[5]).isEqualTo(NEVER);
        assertThat(afterClosing[T0 + 29]).isEqualTo(NEVER);
        assertThat(afterClosing[T0 + 30]).isZero();
        float[] inside = textLikely(List.of(T0 + 4, 5));
        assertThat(inside[T0 + 4]).isEqualTo(NEVER);
        assertThat(inside[T0 + 5]).isZero();
        assertThat(inside[16]).isEqualTo(NEVER);
    }

    @Test
    void takesATimestampWhereAllTogetherAreLikelierThanAnyWord() {
        float[] logits = new float[T0 + 1501];
        logits[5] = 1;
        stamps().apply(logits, List.of(T0, 5));
        assertThat(logits[5]).isEqualTo(NEVER);
        assertThat(textLikely(List.of(T0, 5))[5]).isEqualTo(20);
    }

    @Test
    void cutsSegmentsWhereTimestampsMeet() {
        List<Integer> tokens = List.of(T0, 1, T0 + 100, T0 + 100, 2, T0 + 200, T0 + 200, 3);
        Segmentation cut = Segmentation.of(tokens, SPECIAL, 3000);
        assertThat(cut.parts()).hasSize(2);
        assertThat(cut.parts().get(1).start()).isEqualTo(2.0);
        assertThat(cut.parts().get(1).end()).isEqualTo(4.0);
        assertThat(cut.advance()).isEqualTo(400);
        Segmentation ended = Segmentation.of(List.of(T0, 1, T0 + 100, T0 + 100, 2, T0 + 200), SPECIAL, 3000);
        assertThat(ended.parts()).hasSize(2);
        assertThat(ended.advance()).isEqualTo(3000);
        Segmentation plain = Segmentation.of(List.of(T0, 1, 2, T0 + 60), SPECIAL, 3000);
        assertThat(plain.parts().get(0).end()).isCloseTo(1.2, within(1e-9));
        assertThat(Segmentation.of(List.of(T0, T0), SPECIAL, 3000).advance())
                .as("never stands still")
                .isEqualTo(3000);
        assertThat(Segmentation.of(List.of(), SPECIAL, 200).advance()).isEqualTo(200);
    }

    @Test
    void chancesAreThoseOfTheLogits() {
        float[] logits = {1, 3, NEVER, 3};
        assertThat(Probabilities.largest(logits, 0, 4)).isEqualTo(1);
        assertThat(Probabilities.largest(new double[] {1, 5, 2, 5, 4}, 3)).containsExactly(1, 3, 4);
        double[] logs = Probabilities.logs(logits);
        assertThat(Math.exp(logs[0]) + Math.exp(logs[1]) + Math.exp(logs[2]) + Math.exp(logs[3]))
                .isCloseTo(1, within(1e-12));
        assertThat(Probabilities.draw(logits, 0.5, 0.0)).isZero();
        assertThat(Probabilities.draw(logits, 0.5, 0.4)).isEqualTo(1);
        assertThat(Probabilities.draw(logits, 0.5, 0.999999)).isEqualTo(3);
    }

    @Test
    void triesAgainOnLoopsAndDoubtButNotOnSilence() {
        SpeechOptions options = SpeechOptions.standard();
        String loop = "la la la la ".repeat(20);
        assertThat(WindowResult.compressionRatio(loop)).isGreaterThan(2.4);
        assertThat(WindowResult.compressionRatio("a watercolour fox in the snow"))
                .isLessThan(2.4);
        assertThat(new WindowResult(List.of(), List.of(), loop, 0, -0.1, 9, 0.1).needsFallback(options))
                .isTrue();
        assertThat(new WindowResult(List.of(), List.of(), "", 0, -1.2, 1, 0.1).needsFallback(options))
                .isTrue();
        assertThat(new WindowResult(List.of(), List.of(), "", 0, -1.2, 1, 0.7).needsFallback(options))
                .isFalse();
        assertThat(new WindowResult(List.of(), List.of(), "", 0, -1.2, 1, 0.7).isSilence(options))
                .isTrue();
        assertThat(new WindowResult(List.of(), List.of(), "", 0, -0.2, 1, 0.7).isSilence(options))
                .isFalse();
    }

    @Test
    void saysNothingRatherThanALoopOrAGuess() {
        SpeechOptions options = SpeechOptions.standard();
        assertThat(result(-0.2, 2.5, 0.0).isUnbelievable(options, 2)).isTrue();
        assertThat(result(-0.2, 2.3, 0.9).isUnbelievable(options, 2)).isFalse();
        assertThat(result(-1.6, 1, 0.29).isUnbelievable(options, 2)).isFalse();
        assertThat(result(-1.1, 1, 0.31).isUnbelievable(options, 2)).isTrue();
        assertThat(result(-0.9, 1, 0.31).isUnbelievable(options, 2)).isFalse();
        assertThat(result(-0.71, 1, 0.81).isUnbelievable(options, 2)).isTrue();
        assertThat(result(-0.69, 1, 0.81).isUnbelievable(options, 2)).isFalse();
        assertThat(result(-0.71, 1, 0.31).isUnbelievable(options, 1.4)).isTrue();
        assertThat(result(-0.69, 1, 0.31).isUnbelievable(options, 1.4)).isFalse();
        assertThat(result(-0.71, 1, 0.29).isUnbelievable(options, 1.4)).isFalse();
    }

    @Test
    void prefersAnyOtherAttemptToAHopelessOne() {
        SpeechOptions options = SpeechOptions.standard();
        assertThat(result(-0.2, 2.5, 0.0).isHopeless(options)).isTrue();
        assertThat(result(-1.6, 1, 0.0).isHopeless(options)).isTrue();
        assertThat(result(-1.4, 1, 0.9).isHopeless(options)).isFalse();
    }

    private static WindowResult result(double logProbability, double compressionRatio, double noSpeech) {
        return new WindowResult(List.of(), List.of(), "", 0, logProbability, compressionRatio, noSpeech);
    }

    @ParameterizedTest(name = "{0} tokens, {1} in all")
    @CsvSource({"1, 24, true", "1, 23, false", "4, 24, true", "10, 30, true", "10, 29, false", "24, 72, true"})
    void noticesALoop(int period, int length, boolean loops) {
        List<Integer> tokens = new ArrayList<>(List.of(7, 8, 9, 11));
        for (int i = 0; i < length; i++) {
            tokens.add(100 + i % period);
        }
        assertThat(TokenLoop.endsIn(tokens)).isEqualTo(loops);
        tokens.set(tokens.size() - 2, 5);
        assertThat(TokenLoop.endsIn(tokens)).isFalse();
    }

    @Test
    void aPhraseThatComesTwiceIsNoLoop() {
        List<Integer> phrase = IntStream.range(0, 20).boxed().toList();
        List<Integer> twice = new ArrayList<>(phrase);
        twice.addAll(phrase);
        assertThat(TokenLoop.endsIn(twice)).isFalse();
        twice.addAll(phrase);
        assertThat(TokenLoop.endsIn(twice)).isTrue();
    }

    @Test
    void aLoopIsTheWorstHypothesisHoweverLikely() {
        Hypothesis loop = Hypothesis.empty();
        for (int i = 0; i < 24; i++) {
            assertThat(loop.complete()).isFalse();
            loop = loop.plus(3, -0.001, SPECIAL);
        }
        assertThat(loop.loops()).isTrue();
        assertThat(loop.complete()).isTrue();
        assertThat(loop.said()).hasSize(24);
        Hypothesis words = Hypothesis.empty().plus(3, -2, SPECIAL).plus(10, -2, SPECIAL);
        assertThat(words.ended()).isTrue();
        assertThat(Hypothesis.WORST_FIRST.compare(loop, words)).isNegative();
        assertThat(Hypothesis.WORST_FIRST.compare(words, words.plus(3, -9, SPECIAL)))
                .isPositive();
    }

    @Test
    void aWindowHasItsTokensAndNoMore() {
        AtomicInteger asked = new AtomicInteger();
        SpeechOptions options =
                SpeechOptions.standard().withSearch(2, 5, List.of(0.0)).withMaxTokens(10);
        WindowBudget budget = new WindowBudget(options, asked::incrementAndGet);
        budget.beforeRun();
        for (int step = 0; step < 7; step++) {
            assertThat(budget.beforeStep(5)).isTrue();
        }
        assertThat(budget.isSpent()).isFalse();
        assertThat(budget.beforeStep(5)).isFalse();
        assertThat(budget.isSpent()).isTrue();
        assertThat(asked).hasValue(9);
    }

    @Test
    void dropsInventionsAndKeepsWords() {
        assertThat(HallucinationFilter.isHallucination(" Thank you for watching!", 0.5, -0.2))
                .isTrue();
        assertThat(HallucinationFilter.isHallucination(" Thank you.", 0.01, -0.1))
                .isFalse();
        assertThat(HallucinationFilter.isHallucination(" A fox.", 0.9, -2)).isFalse();
        assertThat(HallucinationFilter.isHallucination(" ...", 0, 0)).isTrue();
        assertThat(HallucinationFilter.isHallucination(" JANUJUJUJUJUJUJUJ", 0.8, -0.5))
                .isTrue();
        assertThat(HallucinationFilter.isHallucination(" Hahahahahahaha!", 0.1, -0.3))
                .isFalse();
        assertThat(HallucinationFilter.isHallucination(" No, no, no, no!", 0.1, -0.8))
                .isTrue();
        assertThat(HallucinationFilter.isHallucination(" No, no, no, no!", 0.1, -0.3))
                .isFalse();
        assertThat(HallucinationFilter.isHallucination(" No, no, no!", 0.1, -0.8))
                .isFalse();
        assertThat(HallucinationFilter.isHallucination(" 1.5-1.5-1.5-1.5-1.5", 0.1, -0.3))
                .isTrue();
        assertThat(HallucinationFilter.isHallucination(" 10", 0.1, -0.3)).isFalse();
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatThrownBy(() -> SpeechOptions.standard().withSearch(0, 1, List.of(0.0)))
                .hasMessageContaining("beams is 0");
        assertThatThrownBy(() -> SpeechOptions.standard().withSearch(1, 1, List.of()))
                .hasMessageContaining("temperatures");
    }

    private static TokenRules stamps() {
        return new TokenRules(SPECIAL, List.of(), List.of(), true, 50);
    }

    private static float[] applied(TokenRules rules, List<Integer> said) {
        float[] logits = new float[T0 + 1501];
        rules.apply(logits, said);
        return logits;
    }

    private static float[] textLikely(List<Integer> said) {
        float[] logits = new float[T0 + 1501];
        logits[5] = 20;
        stamps().apply(logits, said);
        return logits;
    }
}
