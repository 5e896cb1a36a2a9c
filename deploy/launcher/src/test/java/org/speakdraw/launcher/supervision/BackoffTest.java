package org.speakdraw.launcher.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private final Backoff backoff = new Backoff(() -> now);

    @Test
    void waitsTwiceAsLongEachTimeUpToHalfAMinute() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            waits.add(backoff.ended(Duration.ZERO).toMillis());
        }
        assertThat(waits).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void callsFiveShortLivesInARowALoop() {
        for (int i = 0; i < 4; i++) {
            backoff.ended(Duration.ZERO);
            backoff.served();
            now = now.plusSeconds(59);
        }
        assertThat(backoff.loops()).isFalse();
        backoff.ended(Duration.ZERO);
        assertThat(backoff.loops()).isTrue();
    }

    @Test
    void beginsAnewAfterAMinuteOfService() {
        for (int i = 0; i < 4; i++) {
            backoff.ended(Duration.ZERO);
        }
        backoff.served();
        now = now.plus(Backoff.SETTLED);
        assertThat(backoff.ended(Duration.ZERO)).isEqualTo(Backoff.FIRST);
        assertThat(backoff.loops()).isFalse();
    }

    @Test
    void countsTheTimeForWhichAPartHungAsNoService() {
        for (int i = 0; i < 5; i++) {
            backoff.served();
            now = now.plusSeconds(70);
            backoff.ended(Duration.ofSeconds(60));
        }
        assertThat(backoff.loops()).isTrue();
    }

    @Test
    void countsNoMinuteOfAPartThatCannotBeStarted() {
        for (int i = 0; i < 5; i++) {
            backoff.ended(Duration.ZERO);
            now = now.plus(Duration.ofMinutes(10));
        }
        assertThat(backoff.loops()).isTrue();
    }
}
