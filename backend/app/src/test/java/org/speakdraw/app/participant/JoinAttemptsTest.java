package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.RequestException;

class JoinAttemptsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String SCHOOL = "192.0.2.1";

    private Instant now = NOW;
    private final JoinAttempts attempts = new JoinAttempts(() -> now);
    private final Optional<UUID> ada = Optional.of(UUID.randomUUID());

    @Test
    void stopsWhoGuessesButNobodyBesideThem() {
        assertThat(guesses(ada, SCHOOL)).isEqualTo(JoinAttempts.MAX_OF_PARTICIPANT);
        assertPasses(somebody(), SCHOOL);
        assertPasses(Optional.empty(), SCHOOL);
        assertRefuses(ada, "192.0.2.2");
    }

    @Test
    void saysOnceWhenNoneIsLeft() {
        for (int i = 1; i < JoinAttempts.MAX_OF_PARTICIPANT; i++) {
            assertThat(attempts.failed(ada, SCHOOL)).isFalse();
        }
        assertThat(attempts.failed(ada, SCHOOL)).isTrue();
        assertThat(attempts.failed(ada, SCHOOL)).isFalse();
    }

    @Test
    void letsAWholeClassMistypeAndTheRightCodeIn() {
        for (int student = 0; student < 29; student++) {
            assertThat(guesses(somebody(), SCHOOL)).isEqualTo(JoinAttempts.MAX_OF_PARTICIPANT);
        }
        attempts.failed(ada, SCHOOL);
        assertPasses(ada, SCHOOL);
        assertPasses(Optional.empty(), SCHOOL);
    }

    @Test
    void aStrangersFloodKeepsStrangersOutButNoParticipantWhoWasNotWrong() {
        assertThat(guesses(Optional.empty(), SCHOOL)).isEqualTo(JoinAttempts.MAX_OF_ADDRESS);
        assertPasses(ada, SCHOOL);
        assertPasses(Optional.empty(), "192.0.2.2");
    }

    @Test
    void boundsAnAddressHoweverManyCookiesItHas() {
        int tried = 0;
        while (passes(somebody(), SCHOOL)) {
            attempts.failed(somebody(), SCHOOL);
            tried++;
        }
        assertThat(tried).isEqualTo(JoinAttempts.MAX_WITH_NEWCOMERS);
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        for (int i = 0; i < JoinAttempts.MAX_OF_ADDRESS; i++) {
            attempts.failed(Optional.empty(), "2001:db8:0:7:0:0:0:" + Integer.toHexString(i));
        }
        assertRefuses(Optional.empty(), "2001:db8:0:7:1:2:3:4");
        assertPasses(Optional.empty(), "2001:db8:0:8:1:2:3:4");
    }

    @Test
    void remembersABoundedNumberOfAddresses() {
        for (int i = 0; i < 10_000; i++) {
            attempts.failed(Optional.empty(), "10.0." + i / 256 + "." + i % 256);
        }
        assertPasses(Optional.empty(), SCHOOL);
        for (int i = 0; i < JoinAttempts.MAX_OF_ADDRESS; i++) {
            attempts.failed(Optional.empty(), "10.9." + i / 256 + "." + i % 256);
        }
        assertRefuses(Optional.empty(), SCHOOL);
        assertPasses(ada, SCHOOL);
        assertPasses(Optional.empty(), "10.0.0.0");
    }

    @Test
    void forgivesAfterAMinute() {
        guesses(ada, SCHOOL);
        now = NOW.plus(JoinAttempts.WINDOW).minusNanos(1);
        assertRefuses(ada, SCHOOL);
        now = NOW.plus(JoinAttempts.WINDOW);
        assertPasses(ada, SCHOOL);
    }

    /** How many wrong codes get through. */
    private int guesses(Optional<UUID> who, String address) {
        int tried = 0;
        while (passes(who, address)) {
            attempts.failed(who, address);
            tried++;
        }
        return tried;
    }

    private boolean passes(Optional<UUID> who, String address) {
        try {
            attempts.check(who, address);
            return true;
        } catch (RequestException e) {
            return false;
        }
    }

    private void assertPasses(Optional<UUID> who, String address) {
        assertThatCode(() -> attempts.check(who, address)).doesNotThrowAnyException();
    }

    private void assertRefuses(Optional<UUID> who, String address) {
        assertThatThrownBy(() -> attempts.check(who, address)).hasMessageContaining("Too many");
    }

    private static Optional<UUID> somebody() {
        return Optional.of(UUID.randomUUID());
    }
}
