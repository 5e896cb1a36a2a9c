package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.ManualScheduler;

class PromptOnlyClockTest {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(20);

    private final ManualScheduler scheduler = new ManualScheduler();
    private int ticks;
    private final PromptOnlyClock clock = new PromptOnlyClock(scheduler, scheduler::nanoTime, INTERVAL, () -> ticks++);

    @Test
    void standsStillUntilAPictureIsWanted() {
        scheduler.pass(1, TimeUnit.MINUTES);
        assertThat(ticks).isZero();
        clock.wake();
        scheduler.pass(0, TimeUnit.NANOSECONDS);
        assertThat(ticks).isEqualTo(1);
        scheduler.pass(1, TimeUnit.MINUTES);
        assertThat(ticks).isEqualTo(1);
    }

    @Test
    void asksForOnePictureHoweverOftenItIsWoken() {
        for (int i = 0; i < 100; i++) {
            clock.wake();
        }
        assertThat(scheduler.waiting()).isEqualTo(1);
        scheduler.pass(0, TimeUnit.NANOSECONDS);
        assertThat(ticks).isEqualTo(1);
    }

    @Test
    void keepsItsPace() {
        clock.wake();
        scheduler.pass(0, TimeUnit.NANOSECONDS);
        for (int picture = 2; picture < 8; picture++) {
            clock.wake();
            scheduler.pass(INTERVAL - 1, TimeUnit.NANOSECONDS);
            assertThat(ticks).isEqualTo(picture - 1);
            scheduler.pass(1, TimeUnit.NANOSECONDS);
            assertThat(ticks).isEqualTo(picture);
        }
    }

    @Test
    void isQuietWhenTheServerGoesDown() {
        scheduler.shutdown();
        clock.wake();
        clock.wake();
        assertThat(ticks).isZero();
    }
}
