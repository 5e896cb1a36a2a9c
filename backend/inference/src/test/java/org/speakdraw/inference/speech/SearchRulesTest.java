package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        assertThat(Whisper.compressionRatio(loop)).isGreaterThan(2.4);
        assertThat(Whisper.compressionRatio("a watercolour fox in the snow")).isLessThan(2.4);
        assertThat(new WindowResult(List.of(), loop, 0, -0.1, 9, 0.1).needsFallback(options))
                .isTrue();
        assertThat(new WindowResult(List.of(), "", 0, -1.2, 1, 0.1).needsFallback(options))
                .isTrue();
        assertThat(new WindowResult(List.of(), "", 0, -1.2, 1, 0.7).needsFallback(options))
                .isFalse();
        assertThat(new WindowResult(List.of(), "", 0, -1.2, 1, 0.7).isSilence(options))
                .isTrue();
        assertThat(new WindowResult(List.of(), "", 0, -0.2, 1, 0.7).isSilence(options))
                .isFalse();
    }

    @Test
    void dropsInventionsAndKeepsWords() {
        InventionGuard guard = new InventionGuard(0.001);
        assertThat(guard.isInvented(" Thank you for watching!", 0.5, -0.2)).isTrue();
        assertThat(guard.isInvented(" Thank you.", 0.01, -0.1)).isFalse();
        assertThat(guard.isInvented(" A fox.", 0.9, -2)).isFalse();
        assertThat(guard.isInvented(" ...", 0, 0)).isTrue();
        assertThat(guard.isInvented(" JANUJUJUJUJUJUJUJ", 0.8, -0.5)).isTrue();
        assertThat(guard.isInvented(" Hahahahahahaha!", 0.1, -0.3)).isFalse();
        assertThat(guard.withoutRounds(" a fox in the snow")).isEqualTo(" a fox in the snow");
        assertThat(guard.withoutRounds(" no no no fox")).isEqualTo(" no no no fox");
        assertThat(guard.withoutRounds(" go. go. Go, go. fox")).isEqualTo(" go. fox");
        assertThat(guard.withoutRounds(" I see you I see you I see you I see you now"))
                .isEqualTo(" I see you now");
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
