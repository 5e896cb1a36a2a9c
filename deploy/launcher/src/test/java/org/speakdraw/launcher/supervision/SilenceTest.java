package org.speakdraw.launcher.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @Test
    void isTooLongOnceNothingWasAnsweredForTheWholeTime() {
        Silence silence = new Silence(Duration.ofSeconds(15), INTERVAL);
        assertThat(silence.isTooLong(false)).isFalse();
        assertThat(silence.isTooLong(false)).isFalse();
        assertThat(silence.isTooLong(false)).isTrue();
    }

    @Test
    void beginsAnewWithEveryAnswer() {
        Silence silence = new Silence(Duration.ofSeconds(10), INTERVAL);
        for (int i = 0; i < 10; i++) {
            assertThat(silence.isTooLong(false)).isFalse();
            assertThat(silence.isTooLong(true)).isFalse();
        }
    }

    @Test
    void neverIsWithoutALimit() {
        Silence silence = new Silence(Duration.ZERO, INTERVAL);
        for (int i = 0; i < 1_000; i++) {
            assertThat(silence.isTooLong(false)).isFalse();
        }
    }
}
