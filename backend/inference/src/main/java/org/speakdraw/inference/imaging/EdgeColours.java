package org.speakdraw.inference.imaging;

/**
 * Both sides of a half-transparent edge, each without the other. A frame is {@code I = alpha * F + (1 - alpha) * B}
 * (T. Porter, T. Duff, "Compositing Digital Images", 1984); a matting network estimates {@code F}, so
 * {@code B = I + alpha / (1 - alpha) * (I - F)}. That grows wild where hardly any background shows, and {@code F} means
 * nothing where hardly any person does; there the correction fades to none. In sRGB values, as matting networks are
 * trained. Immutable, thread-safe.
 */
final class EdgeColours {

    /** Part of the frame that the other side takes, from which on an estimate is not trusted. */
    private static final float TRUSTED = 0.8f;

    private final int full;
    /** By which {@code I - F} is taken further away from the person, for every step of alpha. */
    private final float[] awayGains;
    /** The part of the way from {@code I} to {@code F}, below 0 as it goes back, for every step of alpha. */
    private final float[] towardsGains;

    /** @param full steps between alpha 0 and 1 in the tables */
    EdgeColours(int full) {
        this.full = full;
        awayGains = new float[full + 1];
        towardsGains = new float[full + 1];
        float most = TRUSTED / (1 - TRUSTED);
        for (int i = 0; i <= full; i++) {
            float alpha = (float) i / full;
            awayGains[i] = alpha <= TRUSTED ? alpha / (1 - alpha) : most * (1 - alpha) / (1 - TRUSTED);
            towardsGains[i] = -Math.min(1f, alpha / (1 - TRUSTED));
        }
    }

    /**
     * The frame with its edges freed from the person's colours, as new bytes.
     *
     * @param original   interleaved; not changed
     * @param foreground colours of the person
     * @param alpha      of the person, as the foreground goes with it
     * @param weights    above 0 and below {@code full} where the frame will be mixed with something; elsewhere the
     *     original stays
     */
    byte[] background(byte[] original, byte[] foreground, float[] alpha, int[] weights) {
        return corrected(original, foreground, alpha, weights, awayGains);
    }

    /** The frame with its edges freed from the background's colours; as {@link #background}. */
    byte[] person(byte[] original, byte[] foreground, float[] alpha, int[] weights) {
        return corrected(original, foreground, alpha, weights, towardsGains);
    }

    private byte[] corrected(byte[] original, byte[] foreground, float[] alpha, int[] weights, float[] gains) {
        byte[] freed = original.clone();
        for (int i = 0; i < alpha.length; i++) {
            int step = Math.max(0, Math.min(full, (int) (alpha[i] * full + 0.5f)));
            float gain = gains[step];
            if (gain != 0 && weights[i] > 0 && weights[i] < full) {
                for (int at = 3 * i; at < 3 * i + 3; at++) {
                    int seen = original[at] & 0xFF;
                    float value = seen + gain * (seen - (foreground[at] & 0xFF));
                    freed[at] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
        }
        return freed;
    }
}
