package org.speakdraw.inference.diffusion;

/**
 * The numbers of one denoising step. What is computed of whole latents goes into an array of the caller's, which is
 * returned; it may be one of the operands.
 *
 * @param timestep 0 (clean) to 999 (noise)
 * @param a        share of the clean latent in {@code x = a z + b n}: the square root of the cumulative alpha
 * @param b        share of the noise: {@code sqrt(1 - a^2)}
 * @param cSkip    share of {@code x} itself in the estimate
 * @param cOut     share of the predicted clean latent in the estimate
 */
record StepCoefficients(int timestep, float a, float b, float cSkip, float cOut) {

    /** {@code a z + b n}. */
    float[] noised(float[] z, float[] n, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = a * z[i] + b * n[i];
        }
        return into;
    }

    /** {@code a z}: what a step starts from when nothing is renoised. */
    float[] scaled(float[] z, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = a * z[i];
        }
        return into;
    }

    /** The clean latent that {@code x} and its noise {@code eps} stand for, with LCM's boundary condition. */
    float[] denoised(float[] x, float[] eps, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = denoised(x[i], eps[i]);
        }
        return into;
    }

    /** The same of one element. */
    float denoised(float x, float eps) {
        return cOut * ((x - b * eps) / a) + cSkip * x;
    }
}
