package org.speakdraw.inference.imaging;

/**
 * The sRGB transfer function (IEC 61966-2-1) by tables: 8-bit values to linear light in 16 bits and back, rounded to
 * the nearest. Sixteen bits keep all 256 values apart, so there and back changes nothing. Immutable, thread-safe.
 */
final class SrgbTables {

    /** Linear light of white. */
    static final int WHITE = 65535;

    private final int[] linear = new int[256];
    private final byte[] srgb = new byte[WHITE + 1];

    SrgbTables() {
        for (int value = 0; value < linear.length; value++) {
            double share = value / 255.0;
            double light = share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
            linear[value] = (int) Math.round(light * WHITE);
        }
        for (int light = 0; light < srgb.length; light++) {
            double share = (double) light / WHITE;
            double value = share <= 0.0031308 ? share * 12.92 : 1.055 * Math.pow(share, 1 / 2.4) - 0.055;
            srgb[light] = (byte) Math.round(value * 255);
        }
    }

    /** 0..65535. */
    int linear(int value) {
        return linear[value];
    }

    byte srgb(int light) {
        return srgb[light];
    }
}
