package org.speakdraw.inference.diffusion;

import java.util.List;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** The guidance embedding of latent consistency models: zeros mean "none", as the layer that takes it has no bias. */
final class NoGuidance implements UNetCondition {

    private static final int USUAL_WIDTH = 256;

    private final TensorBuffer buffer;
    private final int width;

    NoGuidance(TensorInfo input) {
        buffer = new TensorBuffer(input);
        width = input.sizeOr(1, USUAL_WIDTH);
    }

    @Override
    public TensorBuffer buffer() {
        return buffer;
    }

    @Override
    public void fill(List<UNetRow> rows, int count, LatentShape shape) {
        buffer.shape(count, width);
        buffer.clear();
    }
}
