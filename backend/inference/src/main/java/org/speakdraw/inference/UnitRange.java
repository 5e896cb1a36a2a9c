package org.speakdraw.inference;

/**
 * Numbers from 0 to 1: colours and mattes as the networks see them. For loops over whole pictures, in which a table
 * takes a tenth of the time of a division, and comparisons take less than {@link Math#min} and {@link Math#max},
 * which also tell -0 from 0. Thread-safe.
 */
public final class UnitRange {

    private static final float[] OF_BYTE = new float[256];

    static {
        for (int value = 0; value < OF_BYTE.length; value++) {
            OF_BYTE[value] = value / 255f;
        }
    }

    private UnitRange() {}

    /** An 8-bit value, 0..255, divided by 255. */
    public static float of(byte value) {
        return OF_BYTE[value & 0xFF];
    }

    /** The nearest value in 0..1; 0 for not-a-number. */
    public static float clamp(float value) {
        return value > 0f ? (value < 1f ? value : 1f) : 0f;
    }

    /** The nearest 8-bit value, 0..255, halves up; clamped, 0 for not-a-number. */
    public static byte toByte(float value) {
        return (byte) (int) (clamp(value) * 255f + 0.5f);
    }
}
