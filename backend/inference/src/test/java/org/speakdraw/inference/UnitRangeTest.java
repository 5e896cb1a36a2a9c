package org.speakdraw.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitRangeTest {

    @Test
    void bytesGoThereAndBack() {
        for (int value = 0; value < 256; value++) {
            assertThat(UnitRange.of((byte) value)).isEqualTo(value / 255f);
            assertThat(UnitRange.toByte(value / 255f) & 0xFF).isEqualTo(value);
        }
    }

    @Test
    void whatIsOutsideIsClamped() {
        assertThat(UnitRange.clamp(0.25f)).isEqualTo(0.25f);
        assertThat(UnitRange.clamp(-0.1f)).isZero();
        assertThat(UnitRange.clamp(1.1f)).isEqualTo(1);
        assertThat(UnitRange.clamp(Float.NaN)).isZero();
        assertThat(UnitRange.clamp(Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(UnitRange.toByte(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(UnitRange.toByte(7) & 0xFF).isEqualTo(255);
    }

    @Test
    void halvesGoUp() {
        assertThat(UnitRange.toByte(100.5f / 255f) & 0xFF).isEqualTo(101);
        assertThat(UnitRange.toByte(100.4f / 255f) & 0xFF).isEqualTo(100);
    }
}
