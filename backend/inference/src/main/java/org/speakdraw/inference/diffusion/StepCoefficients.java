package org.speakdraw.inference.diffusion;

/**
 * The numbers of one denoising step.
 *
 * @param timestep 0 (clean) to 999 (noise)
 * @param a        share of the clean latent in {@code x = a z + b n}: the square root of the cumulative alpha
 * @param b        share of the noise: {@code sqrt(1 - a^2)}
 * @param cSkip    share of {@code x} itself in the estimate
 * @param cOut     share of the predicted clean latent in the estimate
 */
record StepCoefficients(int timestep, float a, float b, float cSkip, float cOut) {

    /** {@code a z + b n}. */
    float[] noised(float[] z, float[] n) {
        float[] x = new float[z.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = a * z[i] + b * n[i];
        }
        return x;
    }

    /** {@code a z}: what a step starts from when nothing is renoised. */
    float[] scaled(float[] z) {
        float[] x = new float[z.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = a * z[i];
        }
        return x;
    }

    /** The clean latent that {@code x} and its noise {@code eps} stand for, with LCM's boundary condition. */
    float[] denoised(float[] x, float[] eps) {
        float[] z = new float[x.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = cOut * ((x[i] - b * eps[i]) / a) + cSkip * x[i];
        }
        return z;
    }
}
