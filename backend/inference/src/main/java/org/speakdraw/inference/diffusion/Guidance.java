package org.speakdraw.inference.diffusion;

/**
 * Classifier-free guidance and the stock noise that stands in for its negative half (Kodaira et al.,
 * "StreamDiffusion", section 3.2). All arrays are latents [C, h, w].
 */
final class Guidance {

    private Guidance() {}

    /** {@code uncond + scale (text - uncond)}. */
    static float[] guided(float[] text, float[] uncond, float scale) {
        float[] eps = new float[text.length];
        for (int i = 0; i < eps.length; i++) {
            eps[i] = uncond[i] + scale * (text[i] - uncond[i]);
        }
        return eps;
    }

    /** {@code factor * values}. */
    static float[] times(float factor, float[] values) {
        float[] product = new float[values.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = factor * values[i];
        }
        return product;
    }

    /**
     * The stock noise of the step that a frame reaches next: the noise it will be given there, and what this step left
     * of the stock noise, {@code noise + a/b denoised(b stock, eps)} with a and b of the next step.
     *
     * @param nextA the next step's a, or 1 after the last
     * @param nextB the next step's b, or 1 after the last
     */
    static float[] nextStock(
            StepCoefficients step, float[] stock, float[] eps, float[] nextNoise, float nextA, float nextB) {
        float[] rest = step.denoised(times(step.b(), stock), eps);
        float[] next = new float[rest.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = nextNoise[i] + nextA * rest[i] / nextB;
        }
        return next;
    }
}
