package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExpiryTest {

    @Test
    void anErrorEndsNoSchedule() {
        AtomicInteger runs = new AtomicInteger();
        Expiry expiry = new Expiry("drawings", Duration.ofDays(1), InstantSource.system(), before -> {
            if (runs.incrementAndGet() < 3) {
                throw new StackOverflowError();
            }
            return 0;
        });
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            scheduler.scheduleWithFixedDelay(expiry, 0, 1, TimeUnit.MILLISECONDS);
            await().until(() -> runs.get() > 3);
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void healthSaysWhetherTheLastRunWorked() {
        AtomicInteger runs = new AtomicInteger();
        Expiry expiry = new Expiry("drawings", Duration.ofDays(1), InstantSource.system(), before -> {
            if (runs.incrementAndGet() == 1) {
                throw new AssertionError("a mistake");
            }
            return 0;
        });
        assertThat(expiry.health().up()).isTrue();
        expiry.run();
        assertThat(expiry.health().up()).isFalse();
        assertThat(expiry.health().detail()).startsWith("Old drawings could not be deleted");
        expiry.run();
        assertThat(expiry.health().up()).isTrue();
    }
}
