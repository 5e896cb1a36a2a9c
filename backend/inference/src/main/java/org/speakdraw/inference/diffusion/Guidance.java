package org.speakdraw.inference.diffusion;

/**
 * Classifier-free guidance and the stock noise that stands in for its negative half (Kodaira et al.,
 * "StreamDiffusion", section 3.2). All arrays are latents [C, h, w]; results go into an array of the caller's, which is
 * returned and may be one of the operands.
 */
final class Guidance {

    private Guidance() {}

    /** {@code factor uncond + scale (text - factor uncond)}. */
    static float[] guided(float[] text, float factor, float[] uncond, float scale, float[] into) {
        for (int i = 0; i < into.length; i++) {
            float negative = factor * uncond[i];
            into[i] = negative + scale * (text[i] - negative);
        }
        return into;
    }

    /**
     * The stock noise of the step that a frame reaches next: the noise it will be given there, and what this step left
     * of the stock noise, {@code noise + a/b denoised(b stock, eps)} with a and b of the next step.
     *
     * @param nextA the next step's a, or 1 after the last
     * @param nextB the next step's b, or 1 after the last
     */
    static float[] nextStock(
            StepCoefficients step,
            float[] stock,
            float[] eps,
            float[] nextNoise,
            float nextA,
            float nextB,
            float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = nextNoise[i] + nextA * step.denoised(step.b() * stock[i], eps[i]) / nextB;
        }
        return into;
    }
}
