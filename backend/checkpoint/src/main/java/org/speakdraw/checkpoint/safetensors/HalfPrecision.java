package org.speakdraw.checkpoint.safetensors;

/** IEEE 754 numbers of 16 bits, which Java 17 has no conversions for. */
public final class HalfPrecision {

    private static final int EXPONENT_SHIFT = 13;
    /** Of a float's exponent bits against half's. */
    private static final int REBIAS = (127 - 15) << 23;

    private static final float SMALLEST_NORMAL = 0x1p-14f;
    /** From here on the nearest number of 16 bits is infinite. */
    private static final float OVERFLOW = 65520f;

    private HalfPrecision() {}

    /** Exact. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int magnitude = half & 0x7fff;
        if (magnitude >= 0x7c00) {
            return Float.intBitsToFloat(sign | 0x7f800000 | (magnitude & 0x3ff) << EXPONENT_SHIFT);
        }
        if (magnitude < 0x400) {
            float value = magnitude * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        return Float.intBitsToFloat(sign | (magnitude << EXPONENT_SHIFT) + REBIAS);
    }

    /** The nearest, to even where two are as near; infinite beyond {@code 65504}. */
    public static short fromFloat(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= OVERFLOW) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < SMALLEST_NORMAL) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int bits = Float.floatToRawIntBits(magnitude) - REBIAS;
        int odd = bits >>> EXPONENT_SHIFT & 1;
        return (short) (sign | ((bits + 0xfff + odd) >>> EXPONENT_SHIFT));
    }
}
