package org.speakdraw.app.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.RequestException;

class MessageRateTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final MessageRate rate = new MessageRate(3_600, 120, nanos::get);
    private int complaints;

    @Test
    void takesABurstAndSaysOnceASecondWhatIsOver() {
        assertThat(take(100_000)).isEqualTo(120);
        assertThat(complaints).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(take(100_000)).isEqualTo(60);
        assertThat(complaints).isEqualTo(2);
    }

    @Test
    void neverHindersASlider() {
        for (int i = 0; i < 6_000; i++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos() / 60 + 1);
            assertThat(take(1)).isEqualTo(1);
        }
    }

    private int take(int messages) {
        int taken = 0;
        for (int i = 0; i < messages; i++) {
            try {
                taken += rate.take() ? 1 : 0;
            } catch (RequestException e) {
                assertThat(e.code().id()).isEqualTo("too-many-requests");
                complaints++;
            }
        }
        return taken;
    }
}
