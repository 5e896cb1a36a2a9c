package org.speakdraw.inference.diffusion;

import java.util.List;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * The guidance scale that a latent consistency model has learned to imitate in one pass, as a condition of every row
 * (Luo et al., "Latent consistency models", section 4.2; diffusers' {@code get_guidance_scale_embedding}).
 */
final class GuidanceEmbedding implements UNetCondition {

    private static final int USUAL_WIDTH = 256;
    private static final float PER_UNIT = 1000;
    private static final double LONGEST = 10_000;

    private final TensorBuffer buffer;
    private final float[] row;

    /** @param scale as users know it: 1 is none */
    GuidanceEmbedding(TensorInfo input, float scale) {
        buffer = new TensorBuffer(input);
        row = waves(scale - 1, input.sizeOr(1, USUAL_WIDTH));
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

    @Override
    public TensorBuffer buffer() {
        return buffer;
    }

    @Override
    public void fill(List<UNetRow> rows, int count, LatentShape shape) {
        buffer.shape(count, row.length);
        for (int i = 0; i < count; i++) {
            buffer.write(i * row.length, row);
        }
    }
}
