package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromptOnlyClockTest {

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Semaphore ticks = new Semaphore(0);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void standsStillUntilAPictureIsWanted() throws InterruptedException {
        PromptOnlyClock clock = new PromptOnlyClock(scheduler, TimeUnit.MILLISECONDS.toNanos(1), ticks::release);
        assertThat(ticks.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        clock.wake();
        assertThat(ticks.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ticks.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void asksForOnePictureHoweverOftenItIsWoken() throws InterruptedException {
        PromptOnlyClock clock = new PromptOnlyClock(scheduler, TimeUnit.MINUTES.toNanos(1), ticks::release);
        for (int i = 0; i < 100; i++) {
            clock.wake();
        }
        assertThat(ticks.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        // The next one is not due before its time.
        clock.wake();
        assertThat(ticks.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void keepsItsPace() throws InterruptedException {
        long interval = TimeUnit.MILLISECONDS.toNanos(20);
        PromptOnlyClock clock = new PromptOnlyClock(scheduler, interval, ticks::release);
        long start = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            clock.wake();
            assertThat(ticks.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5 * interval);
    }

    @Test
    void isQuietWhenTheServerGoesDown() {
        PromptOnlyClock clock = new PromptOnlyClock(scheduler, 1, ticks::release);
        scheduler.shutdownNow();
        clock.wake();
        clock.wake();
        assertThat(ticks.availablePermits()).isZero();
    }
}
