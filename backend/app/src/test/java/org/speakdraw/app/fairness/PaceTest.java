package org.speakdraw.app.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private static final long PERIOD = 1_000_000;

    private final Pace pace = new Pace(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 100_000, 500_000, 999_999})
    void catchesUpWithACameraOfTheSameRateWhateverTheirDistance(long distance) {
        long waited = 0;
        for (long frame = 0; frame < 100; frame++) {
            long arrived = (frame + 1) * PERIOD - distance;
            long turn = Math.max(arrived, pace.notBeforeNanos());
            waited = turn - arrived;
            pace.taken(turn, PERIOD);
        }

        assertThat(waited).isZero();
    }

    @Test
    void holdsAFloodToTheRateAskedFor() {
        for (int turn = 0; turn < 1000; turn++) {
            pace.taken(pace.notBeforeNanos(), PERIOD);
        }

        assertThat((double) pace.notBeforeNanos()).isCloseTo(980.0 * PERIOD, within(1.0));
    }

    @Test
    void keepsUpWithACameraThatJitters() {
        Random random = new Random(3);
        for (long frame = 0; frame < 300; frame++) {
            long arrives = frame * PERIOD + random.nextLong(PERIOD / 3);
            pace.taken(Math.max(arrives, pace.notBeforeNanos()), PERIOD);
            assertThat(pace.notBeforeNanos() - arrives).isLessThan(2 * PERIOD);
        }
    }

    @Test
    void letsALateTurnBeFollowedByAnEarlyOneButNotByTwo() {
        pace.taken(10 * PERIOD, PERIOD);

        assertThat(pace.notBeforeNanos()).isEqualTo(10 * PERIOD + PERIOD / 2 - PERIOD / 50);
    }
}
