package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.classroom.JoinAttempts.Attempt;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

class JoinAttemptsTest {

    private static final String SCHOOL = "192.0.2.1";

    /** Such a clock may overflow. */
    private static final long START = Long.MAX_VALUE - 1;

    private long now = START;
    private final JoinAttempts attempts = new JoinAttempts(() -> now);
    private final Optional<UUID> ada = Optional.of(UUID.randomUUID());

    @Test
    void stopsWhoGuessesButNobodyBesideThem() {
        assertThat(guesses(ada, SCHOOL)).isEqualTo(JoinAttempts.MAX_OF_PARTICIPANT);
        assertThat(joins(somebody(), SCHOOL)).isTrue();
        assertThat(joins(Optional.empty(), SCHOOL)).isTrue();
        assertThat(joins(ada, "192.0.2.2")).isFalse();
    }

    @Test
    void saysOnceWhenNoneIsLeft() {
        for (int i = 1; i < JoinAttempts.MAX_OF_PARTICIPANT; i++) {
            assertThat(attempts.begin(ada, SCHOOL).last()).isFalse();
        }
        assertThat(attempts.begin(ada, SCHOOL).last()).isTrue();
    }

    /** Two thousand guesses in a minute, each with a cookie of its own or none. */
    @Test
    void aFloodFromOneAddressKeepsNoRightCodeOut() {
        for (int i = 0; i < 1000; i++) {
            attempts.begin(somebody(), SCHOOL);
            attempts.begin(Optional.empty(), SCHOOL);
        }
        assertThat(joins(somebody(), SCHOOL)).isTrue();
        assertThat(joins(Optional.empty(), SCHOOL)).isTrue();
        attempts.begin(ada, SCHOOL);
        assertThat(joins(ada, SCHOOL)).as("who was wrong once").isTrue();
    }

    @Test
    void answersWrongCodesBeyondTheBoundOfTheAddressAsTooMany() {
        for (int i = 0; i < JoinAttempts.MAX_OF_ADDRESS; i++) {
            assertThat(attempts.begin(Optional.empty(), SCHOOL).refusal()).isEmpty();
        }
        assertThat(attempts.begin(Optional.empty(), SCHOOL).refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo(ApiError.TOO_MANY_ATTEMPTS);
            assertThat(refusal.retryAfter()).contains(JoinAttempts.WINDOW);
        });
        assertThat(attempts.begin(ada, SCHOOL).refusal()).as("a first mistake").isEmpty();
        assertThat(attempts.begin(Optional.empty(), "192.0.2.2").refusal()).isEmpty();
    }

    @Test
    void boundsLateLookUpsOnTheWholeServerAndNobodyElse() {
        for (int i = 0; i < JoinAttempts.MAX_OF_ADDRESS + JoinAttempts.MAX_LATE; i++) {
            attempts.begin(Optional.empty(), SCHOOL);
        }
        assertThat(joins(Optional.empty(), SCHOOL)).isFalse();
        assertThat(joins(ada, SCHOOL)).as("known and never wrong").isTrue();
        assertThat(joins(Optional.empty(), "192.0.2.2")).as("another address").isTrue();
    }

    @Test
    void rightCodesCostNothing() {
        for (int i = 0; i < 10 * JoinAttempts.MAX_OF_ADDRESS; i++) {
            assertThat(joins(ada, SCHOOL)).isTrue();
        }
        assertThat(attempts.begin(Optional.empty(), SCHOOL).refusal()).isEmpty();
    }

    @Test
    void countsAnAttemptBeforeItIsKnownToBeWrong() {
        Attempt first = attempts.begin(ada, SCHOOL);
        for (int i = 1; i < JoinAttempts.MAX_OF_PARTICIPANT; i++) {
            attempts.begin(ada, SCHOOL);
        }
        assertThat(joins(ada, SCHOOL)).as("all are still being looked up").isFalse();
        first.right();
        assertThat(joins(ada, SCHOOL)).isTrue();
    }

    @Test
    void givesNothingBackInAnotherMinute() {
        Attempt before = attempts.begin(ada, SCHOOL);
        now = START + JoinAttempts.WINDOW.toNanos();
        assertThat(guesses(ada, SCHOOL)).isEqualTo(JoinAttempts.MAX_OF_PARTICIPANT);
        before.right();
        assertThat(joins(ada, SCHOOL)).isFalse();
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        for (int i = 0; i < JoinAttempts.MAX_OF_ADDRESS; i++) {
            attempts.begin(Optional.empty(), "2001:db8:0:7:0:0:0:" + Integer.toHexString(i));
        }
        assertThat(attempts.begin(Optional.empty(), "2001:db8:0:7:1:2:3:4").refusal())
                .isPresent();
        assertThat(attempts.begin(Optional.empty(), "2001:db8:0:8:1:2:3:4").refusal())
                .isEmpty();
    }

    @Test
    void remembersABoundedNumberAndTakesParticipantsBeyondItForStrangers() {
        for (int i = 0; i < 10_000; i++) {
            attempts.begin(somebody(), "10.0." + i / 256 + "." + i % 256);
        }
        assertThat(joins(ada, SCHOOL)).isTrue();
        assertThat(guesses(ada, "10.0.0.0"))
                .as("of an address that is counted")
                .isEqualTo(JoinAttempts.MAX_OF_ADDRESS - 1 + JoinAttempts.MAX_LATE);
        assertThat(joins(Optional.empty(), "10.0.0.1")).isTrue();
    }

    @Test
    void forgivesAfterAMinute() {
        guesses(ada, SCHOOL);
        now = START + JoinAttempts.WINDOW.toNanos() - 1;
        assertThat(joins(ada, SCHOOL)).isFalse();
        now = START + JoinAttempts.WINDOW.toNanos();
        assertThat(joins(ada, SCHOOL)).isTrue();
    }

    @Test
    void tellsWhenToTryAgain() {
        guesses(ada, SCHOOL);
        now = START + Duration.ofSeconds(20).toNanos();
        assertThatThrownBy(() -> attempts.begin(ada, SCHOOL))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(40)));
        assertThatCode(() -> attempts.begin(somebody(), SCHOOL)).doesNotThrowAnyException();
    }

    /** How many wrong codes are looked up. */
    private int guesses(Optional<UUID> who, String address) {
        int tried = 0;
        try {
            while (true) {
                attempts.begin(who, address);
                tried++;
            }
        } catch (RequestException e) {
            return tried;
        }
    }

    /** Whether a right code gets in. */
    private boolean joins(Optional<UUID> who, String address) {
        try {
            attempts.begin(who, address).right();
            return true;
        } catch (RequestException e) {
            return false;
        }
    }

    private static Optional<UUID> somebody() {
        return Optional.of(UUID.randomUUID());
    }
}
