package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.DecodeBudget.Reservation;

class DecodeBudgetTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final DecodeBudget budget = new DecodeBudget(100 * 1024);
    private final DecodeBudget.Share share = budget.share();

    @Test
    void givesOutWhatItHasAndNoMore() throws InterruptedException {
        Reservation most = share.reserve(99 * 1024, AT_ONCE).orElseThrow();
        assertThat(budget.freeBytes()).isEqualTo(1024);
        assertThat(share.reserve(1025, AT_ONCE)).isEmpty();
        assertThat(share.reserve(1024, AT_ONCE)).isPresent();
        most.close();
        most.close();
        assertThat(budget.freeBytes()).isEqualTo(99 * 1024);
    }

    @Test
    void takesBackAPart() throws InterruptedException {
        Reservation memory = share.reserve(80 * 1024, AT_ONCE).orElseThrow();
        memory.shrink(10 * 1024);
        assertThat(budget.freeBytes()).isEqualTo(90 * 1024);
        memory.shrink(50 * 1024);
        assertThat(budget.freeBytes()).isEqualTo(90 * 1024);
        memory.close();
        assertThat(budget.freeBytes()).isEqualTo(budget.maxBytes());
    }

    @Test
    void refusesWhatCanNeverFit() {
        assertThatThrownBy(() -> share.reserve(100 * 1024 + 1, LONG))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("frame-too-large"));
        assertThatThrownBy(() -> new DecodeBudget(1023)).hasMessageContaining("1023");
    }

    /** A small one that comes later, and would fit, does not overtake a large one of its stream that waits. */
    @Test
    void servesAStreamInTurn() throws Exception {
        Reservation first = share.reserve(60 * 1024, AT_ONCE).orElseThrow();
        CompletableFuture<Optional<Reservation>> large = later(share, 90 * 1024);
        assertThat(share.reserve(20 * 1024, AT_ONCE)).isEmpty();
        first.close();
        assertThat(large.get(60, TimeUnit.SECONDS)).isPresent();
        assertThat(budget.freeBytes()).isEqualTo(10 * 1024);
    }

    @Test
    void aStreamOfLargePicturesWaitsForTheOthersAndTheyNotForIt() throws Exception {
        DecodeBudget.Share large = budget.share();
        List<Reservation> held = new ArrayList<>();
        // Alone it may have all.
        for (int i = 0; i < 3; i++) {
            held.add(large.reserve(30 * 1024, AT_ONCE).orElseThrow());
        }
        CompletableFuture<Optional<Reservation>> fourth = later(large, 30 * 1024);
        List<DecodeBudget.Share> others =
                Stream.generate(budget::share).limit(4).toList();
        assertThat(others.get(0).reserve(10 * 1024, AT_ONCE))
                .as("before the one that waits")
                .isPresent();
        CompletableFuture<Optional<Reservation>> second = later(others.get(1), 10 * 1024);
        held.get(0).close();
        assertThat(second.get(60, TimeUnit.SECONDS)).isPresent();
        assertThat(others.get(2).reserve(10 * 1024, AT_ONCE)).isPresent();
        assertThat(others.get(3).reserve(10 * 1024, AT_ONCE)).isPresent();
        assertThat(fourth).isNotDone();
        held.get(1).close();
        assertThat(fourth.get(60, TimeUnit.SECONDS)).as("nobody else waits").isPresent();
    }

    @Test
    void losesNothingOfWhoeverIsInterrupted() throws Exception {
        Reservation all = share.reserve(100 * 1024, AT_ONCE).orElseThrow();
        CompletableFuture<Optional<Reservation>> never = new CompletableFuture<>();
        Thread waiting = thread(budget.share(), 1024, never);
        waiting.interrupt();
        assertThat(never.handle((got, failure) -> failure).get(60, TimeUnit.SECONDS))
                .isInstanceOf(InterruptedException.class);
        all.close();
        assertThat(share.reserve(100 * 1024, AT_ONCE)).isPresent();
    }

    private static CompletableFuture<Optional<Reservation>> later(DecodeBudget.Share of, long bytes) {
        CompletableFuture<Optional<Reservation>> reserved = new CompletableFuture<>();
        thread(of, bytes, reserved);
        return reserved;
    }

    /** A thread that waits for memory by now. */
    private static Thread thread(DecodeBudget.Share of, long bytes, CompletableFuture<Optional<Reservation>> reserved) {
        Thread waiting = new Thread(() -> {
            try {
                reserved.complete(of.reserve(bytes, LONG));
            } catch (InterruptedException e) {
                reserved.completeExceptionally(e);
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return waiting;
    }
}
