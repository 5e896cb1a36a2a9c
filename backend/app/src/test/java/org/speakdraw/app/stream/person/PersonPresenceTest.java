package org.speakdraw.app.stream.person;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonPresenceTest {

    private final PersonPresence presence = new PersonPresence();

    @Test
    void assumesSomebodyUntilSeveralFramesAreEmpty() {
        for (int frame = 1; frame < 8; frame++) {
            assertThat(presence.update(0)).as("frame " + frame).isTrue();
        }
        assertThat(presence.update(0)).isFalse();
    }

    @Test
    void doesNotFlickerAroundTheLimit() {
        for (int frame = 0; frame < 8; frame++) {
            presence.update(0.001);
        }
        assertThat(presence.update(0.008)).as("perhaps a hand").isFalse();
        assertThat(presence.update(0.2)).as("surely a person").isTrue();
        assertThat(presence.update(0.008)).as("still a person").isTrue();
        assertThat(presence.update(0.0)).as("one empty frame").isTrue();
    }

    @Test
    void forgetsWhatWasBefore() {
        for (int frame = 0; frame < 8; frame++) {
            presence.update(0);
        }
        presence.reset();
        assertThat(presence.update(0)).isTrue();
    }
}
