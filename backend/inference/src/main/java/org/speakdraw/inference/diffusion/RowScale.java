package org.speakdraw.inference.diffusion;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** How much something counts for each row, [n]. */
final class RowScale implements UNetCondition {

    private final TensorBuffer buffer;
    private final ToDoubleFunction<UNetRow> scale;

    RowScale(TensorInfo input, ToDoubleFunction<UNetRow> scale) {
        buffer = new TensorBuffer(input);
        this.scale = scale;
    }

    @Override
    public TensorBuffer buffer() {
        return buffer;
    }

    @Override
    public void fill(List<UNetRow> rows, int count, LatentShape shape) {
        buffer.shape(count);
        float[] scales = new float[count];
        for (int row = 0; row < rows.size(); row++) {
            scales[row] = (float) scale.applyAsDouble(rows.get(row));
        }
        buffer.write(0, scales);
    }
}
