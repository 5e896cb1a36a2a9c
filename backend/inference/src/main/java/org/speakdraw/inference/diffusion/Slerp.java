package org.speakdraw.inference.diffusion;

/**
 * Spherical linear interpolation (Shoemake, "Animating rotation with quaternion curves", 1985): along the great circle
 * rather than the chord, so that what lies half-way is as long as its ends. Vectors that are nearly parallel or nearly
 * opposed, for which the circle is not defined well, are interpolated linearly.
 */
final class Slerp {

    private static final double PARALLEL = 0.9995;

    private Slerp() {}

    /**
     * Each row of {@code width} values for itself.
     *
     * @param t 0 gives {@code from}, 1 gives {@code to}
     */
    static float[] rows(float[] from, float[] to, int width, double t) {
        float[] between = new float[from.length];
        for (int start = 0; start < from.length; start += width) {
            row(from, to, start, width, t, between);
        }
        return between;
    }

    private static void row(float[] from, float[] to, int start, int width, double t, float[] between) {
        double dot = 0;
        double squaredFrom = 0;
        double squaredTo = 0;
        for (int i = start; i < start + width; i++) {
            dot += (double) from[i] * to[i];
            squaredFrom += (double) from[i] * from[i];
            squaredTo += (double) to[i] * to[i];
        }
        double cosine = dot / Math.sqrt(squaredFrom * squaredTo);
        double shareFrom = 1 - t;
        double shareTo = t;
        // Not a number, where a row is all zeros, is linear as well.
        if (Math.abs(cosine) < PARALLEL) {
            double angle = Math.acos(cosine);
            shareFrom = Math.sin((1 - t) * angle) / Math.sin(angle);
            shareTo = Math.sin(t * angle) / Math.sin(angle);
        }
        for (int i = start; i < start + width; i++) {
            between[i] = (float) (shareFrom * from[i] + shareTo * to[i]);
        }
    }
}
