package org.speakdraw.inference.imaging;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.UnitRange;

/** Shows a matte, shaped as the composite would use it. Thread-safe. */
public final class MattePreview {

    /** Red, green and blue of the tint over what stays as it is, 0..255. */
    private static final int[] TINT = {214, 51, 132};

    /** Part of the tint in what is covered by it. */
    private static final float STRENGTH = 0.6f;

    private MattePreview() {}

    /**
     * White where the composite would repaint, black where it would not; of the size {@code width} x {@code height}.
     */
    public static Frame grey(Matte matte, int width, int height, CompositeOptions options) {
        return new Matte(width, height, repainted(matte, width, height, options)).toFrame();
    }

    /** The original, tinted where the composite would leave it alone. */
    public static Frame overlay(Frame original, Matte matte, CompositeOptions options) {
        float[] repainted = repainted(matte, original.width(), original.height(), options);
        byte[] rgb = original.rgb().clone();
        for (int i = 0, at = 0; i < repainted.length; i++, at += 3) {
            float tint = STRENGTH * (1 - repainted[i]);
            for (int channel = 0; channel < 3; channel++) {
                int value = rgb[at + channel] & 0xFF;
                rgb[at + channel] = (byte) Math.round(value + tint * (TINT[channel] - value));
            }
        }
        return new Frame(original.width(), original.height(), rgb);
    }

    private static float[] repainted(Matte matte, int width, int height, CompositeOptions options) {
        float[] shaped = MatteShaper.shape(matte, width, height, options);
        float[] values = new float[shaped.length];
        for (int i = 0; i < values.length; i++) {
            float value = UnitRange.clamp(shaped[i]);
            values[i] = options.invert() ? 1 - value : value;
        }
        return values;
    }
}
