package org.speakdraw.inference.imaging;

/**
 * What is behind a half-transparent edge. A frame is {@code I = alpha * F + (1 - alpha) * B} (T. Porter, T. Duff,
 * "Compositing Digital Images", 1984), so {@code B = I + alpha / (1 - alpha) * (I - F)}. That grows wild where hardly
 * any background shows; from there on the correction fades to none. In sRGB values, as matting networks are trained.
 * Immutable, thread-safe.
 */
final class BackgroundEstimate {

    /** Alpha from which on the formula is not trusted. */
    private static final float TRUSTED = 0.8f;

    private final int full;
    private final float[] gains;

    /** @param full steps between alpha 0 and 1 in the table */
    BackgroundEstimate(int full) {
        this.full = full;
        gains = new float[full + 1];
        float most = TRUSTED / (1 - TRUSTED);
        for (int i = 0; i <= full; i++) {
            float alpha = (float) i / full;
            gains[i] = alpha <= TRUSTED ? alpha / (1 - alpha) : most * (1 - alpha) / (1 - TRUSTED);
        }
    }

    /**
     * The frame with its edges freed from the person's colours, as new bytes.
     *
     * @param original   interleaved; not changed
     * @param foreground colours of the person
     * @param alpha      of the person, as the foreground goes with it
     * @param weights    above 0 where the background will be mixed with something; elsewhere the original stays
     */
    byte[] of(byte[] original, byte[] foreground, float[] alpha, int[] weights) {
        byte[] background = original.clone();
        for (int i = 0; i < alpha.length; i++) {
            int step = Math.max(0, Math.min(full, (int) (alpha[i] * full + 0.5f)));
            float gain = gains[step];
            if (gain > 0 && weights[i] > 0 && weights[i] < full) {
                for (int at = 3 * i; at < 3 * i + 3; at++) {
                    int seen = original[at] & 0xFF;
                    float value = seen + gain * (seen - (foreground[at] & 0xFF));
                    background[at] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
        }
        return background;
    }
}
