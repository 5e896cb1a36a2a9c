package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

/** The formulas of guidance and of one step, by numbers that can be checked by hand. */
class GuidanceTest {

    private static final StepCoefficients STEP = new StepCoefficients(499, 0.5f, 0.8f, 0.1f, 0.9f);

    @Test
    void movesAwayFromTheNegativePrediction() {
        float[] text = {3, -1};
        float[] negative = {2, 4};
        float[] into = new float[2];
        assertThat(Guidance.guided(text, 0.5f, negative, 2, into))
                .isSameAs(into)
                .containsExactly(5, -4);
        assertThat(Guidance.guided(text, 1, negative, 1, text)).isSameAs(text).containsExactly(3, -1);
    }

    @Test
    void stockNoiseIsTheNextNoiseAndWhatTheStepLeft() {
        float[] stock = {2, 0};
        float[] eps = {1, 0.5f};
        float[] noise = {1, -1};
        float[] into = new float[2];
        // 0.9 (1.6 - 0.8) / 0.5 + 0.1 x 1.6 = 1.6, times 0.6 / 0.3, plus 1; and 0.9 (0 - 0.4) / 0.5, times 2, minus 1.
        assertThat(Guidance.nextStock(STEP, stock, eps, noise, 0.6f, 0.3f, into))
                .isSameAs(into);
        assertThat(into[0]).isCloseTo(4.2f, offset(1e-6f));
        assertThat(into[1]).isCloseTo(-2.44f, offset(1e-6f));
    }

    @Test
    void aStepAddsNoiseAndTakesItAway() {
        float[] clean = {2, -4};
        float[] noise = {1, 0.5f};
        float[] into = new float[2];
        assertThat(STEP.noised(clean, noise, into)).isSameAs(into);
        assertThat(into).containsExactly(0.5f * 2 + 0.8f, 0.5f * -4 + 0.8f * 0.5f);
        assertThat(STEP.scaled(clean, new float[2])).containsExactly(1, -2);
        float[] estimate = STEP.denoised(into.clone(), noise, new float[2]);
        assertThat(estimate[0]).isCloseTo(0.9f * 2 + 0.1f * 1.8f, offset(1e-6f));
        assertThat(estimate[1]).isCloseTo(0.9f * -4 + 0.1f * -1.6f, offset(1e-6f));
        assertThat(STEP.denoised(into, noise, into)).isSameAs(into);
    }
}
