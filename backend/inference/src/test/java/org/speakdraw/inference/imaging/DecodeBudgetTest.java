package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.DecodeBudget.Reservation;

class DecodeBudgetTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final DecodeBudget budget = new DecodeBudget(100 * 1024);

    @Test
    void givesOutWhatItHasAndNoMore() throws InterruptedException {
        Reservation most = budget.reserve(99 * 1024, AT_ONCE).orElseThrow();
        assertThat(budget.freeBytes()).isEqualTo(1024);
        assertThat(budget.reserve(1025, AT_ONCE)).isEmpty();
        assertThat(budget.reserve(1024, AT_ONCE)).isPresent();
        most.close();
        most.close();
        assertThat(budget.freeBytes()).isEqualTo(99 * 1024);
    }

    @Test
    void takesBackAPart() throws InterruptedException {
        Reservation memory = budget.reserve(80 * 1024, AT_ONCE).orElseThrow();
        memory.shrink(10 * 1024);
        assertThat(budget.freeBytes()).isEqualTo(90 * 1024);
        memory.shrink(50 * 1024);
        assertThat(budget.freeBytes()).isEqualTo(90 * 1024);
        memory.close();
        assertThat(budget.freeBytes()).isEqualTo(budget.maxBytes());
    }

    @Test
    void refusesWhatCanNeverFit() {
        assertThatThrownBy(() -> budget.reserve(100 * 1024 + 1, LONG))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("frame-too-large"));
        assertThatThrownBy(() -> new DecodeBudget(1023)).hasMessageContaining("1023");
    }

    /** A small one that comes later, and would fit, does not overtake a large one that waits. */
    @Test
    void servesInTurn() throws Exception {
        Reservation first = budget.reserve(60 * 1024, AT_ONCE).orElseThrow();
        CompletableFuture<Optional<Reservation>> large = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                large.complete(budget.reserve(90 * 1024, LONG));
            } catch (InterruptedException e) {
                large.completeExceptionally(e);
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(budget.reserve(20 * 1024, AT_ONCE)).isEmpty();
        first.close();
        assertThat(large.get(60, TimeUnit.SECONDS)).isPresent();
        assertThat(budget.freeBytes()).isEqualTo(10 * 1024);
    }
}
