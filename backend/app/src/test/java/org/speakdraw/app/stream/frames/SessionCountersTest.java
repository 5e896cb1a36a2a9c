package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionCountersTest {

    private final SessionCounters counters = new SessionCounters();

    @Test
    void countsASecondAndStartsAfresh() {
        for (int i = 0; i < 5; i++) {
            counters.received();
        }
        counters.dropped();
        counters.skipped();
        counters.skipped();
        counters.refused();
        counters.painted(20_000_000);
        counters.painted(30_000_000);
        assertThat(counters.closeSecond(1, 1, 3)).isEqualTo(new SessionStats(2, 5, 1, 2, 1, 1, 25, 3));
        assertThat(counters.closeSecond(1, 0, 1)).isEqualTo(new SessionStats(0, 0, 0, 0, 0, 0, 0, 1));
    }

    @Test
    void keepsTheTotals() {
        counters.received();
        counters.painted(1);
        counters.closeSecond(1, 0, 1);
        counters.received();
        assertThat(counters.totalReceived()).isEqualTo(2);
        assertThat(counters.totalPainted()).isEqualTo(1);
    }

    @Test
    void roundsToTenthsAndKnowsThatASecondMayBeLonger() {
        for (int i = 0; i < 7; i++) {
            counters.painted(33_333_333);
        }
        SessionStats stats = counters.closeSecond(1.05, 0, 1);
        assertThat(stats.fps()).isEqualTo(6.7);
        assertThat(stats.engineMs()).isEqualTo(33.3);
    }
}
