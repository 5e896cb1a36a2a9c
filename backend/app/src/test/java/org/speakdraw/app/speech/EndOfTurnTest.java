package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndOfTurnTest {

    private static final int FULL_PAUSE = 2 * Utterance.SAMPLE_RATE;

    private final EndOfTurn end = new EndOfTurn();

    @Test
    void isJudgedOnceAndNotBeforeThereIsSilence() {
        assertThat(end.mustBeAskedFor(EndOfTurn.JUDGED_AFTER - 1)).isFalse();
        assertThat(end.mustBeAskedFor(EndOfTurn.JUDGED_AFTER)).isTrue();
        end.asked(false);
        assertThat(end.mustBeAskedFor(EndOfTurn.JUDGED_AFTER))
                .as("nobody could")
                .isTrue();
        end.asked(true);
        assertThat(end.mustBeAskedFor(FULL_PAUSE)).isFalse();
        assertThat(end.canBeJudged(FULL_PAUSE)).isTrue();
        end.judged(0.9, 0.8);
        assertThat(end.canBeJudged(FULL_PAUSE)).isFalse();
    }

    @Test
    void isReachedOnceAndTheSoonerTheSurer() {
        assertThat(end.isReached(FULL_PAUSE)).as("not judged").isFalse();
        int before = 0;
        for (double likelihood : new double[] {0.9, 0.45, 0.3, 0.15, 0.03}) {
            int silence = silenceFor(likelihood);
            assertThat(silence).isGreaterThan(before).isLessThan(Utterance.SAMPLE_RATE * 6 / 10);
            before = silence;
        }
        assertThat(silenceFor(0.01)).isEqualTo(FULL_PAUSE);
        assertThat(silenceFor(0.9, 0.49)).as("words that are in doubt").isEqualTo(FULL_PAUSE);
        end.judged(0.9, 0.8);
        assertThat(end.isReached(FULL_PAUSE)).isTrue();
        assertThat(end.isReached(FULL_PAUSE)).isFalse();
    }

    private static int silenceFor(double likelihood) {
        return silenceFor(likelihood, 0.5);
    }

    private static int silenceFor(double likelihood, double confidence) {
        EndOfTurn some = new EndOfTurn();
        some.judged(likelihood, confidence);
        int silence = 0;
        while (silence < FULL_PAUSE && !some.isReached(silence)) {
            silence++;
        }
        return silence;
    }
}
