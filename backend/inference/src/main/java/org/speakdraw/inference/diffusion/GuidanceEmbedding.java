package org.speakdraw.inference.diffusion;

import org.speakdraw.inference.onnx.TensorInfo;

/**
 * The guidance scale that a latent consistency model has learned to imitate in one pass, as a condition of every row
 * (Luo et al., "Latent consistency models", section 4.2; diffusers' {@code get_guidance_scale_embedding}).
 */
final class GuidanceEmbedding {

    private static final int USUAL_WIDTH = 256;
    private static final float PER_UNIT = 1000;
    private static final double LONGEST = 10_000;

    private GuidanceEmbedding() {}

    /**
     * What {@code input} takes for every row.
     *
     * @param scale as users know it: 1 is none
     */
    static UNetCondition of(TensorInfo input, float scale) {
        float[] waves = waves(scale - 1, input.sizeOr(1, USUAL_WIDTH));
        return new RowValues(input, (row, shape) -> waves);
    }

    /** Sines, then cosines, of {@code width / 2} frequencies. */
    static float[] waves(float guidance, int width) {
        float[] waves = new float[width];
        int half = width / 2;
        for (int i = 0; i < half; i++) {
            double angle = PER_UNIT * guidance * Math.exp(-Math.log(LONGEST) * i / Math.max(1, half - 1));
            waves[i] = (float) Math.sin(angle);
            waves[half + i] = (float) Math.cos(angle);
        }
        return waves;
    }
}
