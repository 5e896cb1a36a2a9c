package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JoinAttemptsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private Instant now = NOW;
    private final JoinAttempts attempts = new JoinAttempts(() -> now);

    @Test
    void stopsWhoGuessesButNobodyElse() {
        guessUntilStopped("10.0.0.1");
        assertThatCode(() -> attempts.check("10.0.0.2")).doesNotThrowAnyException();
    }

    @Test
    void forgivesAfterAMinute() {
        guessUntilStopped("10.0.0.1");
        now = NOW.plus(Duration.ofMinutes(1));
        assertThatCode(() -> attempts.check("10.0.0.1")).doesNotThrowAnyException();
    }

    private void guessUntilStopped(String address) {
        for (int i = 0; i < JoinAttempts.MAX_FAILURES; i++) {
            attempts.check(address);
            attempts.failed(address);
        }
        assertThatThrownBy(() -> attempts.check(address)).hasMessageContaining("Too many");
    }
}
