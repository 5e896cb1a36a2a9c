package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TickMemoryTest {

    private final TickMemory memory = new TickMemory();

    @Test
    void handsOutTheSameArraysAgainInTheNextTickAndNeverTwiceInOne() {
        float[] one = memory.take(16);
        float[] other = memory.take(16);
        assertThat(other).isNotSameAs(one);
        memory.release();
        assertThat(memory.take(16)).isSameAs(one);
        assertThat(memory.take(16)).isSameAs(other);
        assertThat(memory.take(32)).hasSize(32);
    }

    /** So every test with a real network sees whether something outlives its tick in here. */
    @Test
    void spoilsWhatIsReleasedWhileAssertionsAreOn() {
        float[] released = memory.take(4);
        memory.release();
        assertThat(released).containsOnly(Float.NaN);
    }

    @Test
    void keepsSizesThatTakeTurnsAndForgetsThoseThatAreOutOfUse() {
        float[] small = memory.take(4);
        memory.release();
        for (int tick = 0; tick < 100; tick++) {
            memory.take(8);
            memory.release();
        }
        assertThat(memory.take(4)).isSameAs(small);
        for (int tick = 0; tick < 400; tick++) {
            memory.release();
        }
        assertThat(memory.take(4)).isNotSameAs(small);
    }
}
