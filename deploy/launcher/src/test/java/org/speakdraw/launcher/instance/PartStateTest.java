package org.speakdraw.launcher.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.speakdraw.launcher.instance.PartState.Condition;

class PartStateTest {

    private final Instant start = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void saysSinceWhenAPartIsAwayAndWhy() {
        PartState down = PartState.first(Condition.UP, start)
                .ended(start.plusSeconds(60), "it was killed\n(see the log)")
                .startsAgain()
                .ended(start.plusSeconds(90), "No space left on device");
        assertThat(down.words(start.plusSeconds(100)))
                .isEqualTo("down for 0 h 0 min 40 s, started again once (No space left on device)");
    }

    @Test
    void saysHowOftenAPartCameBack() {
        PartState up = PartState.first(Condition.UP, start)
                .ended(start.plusSeconds(60), "it was killed")
                .startsAgain()
                .serves(start.plusSeconds(61));
        assertThat(up.words(start.plusSeconds(64)))
                .isEqualTo("up for 0 h 0 min 3 s, started again once (last reason: it was killed)");
    }
}
