package org.speakdraw.inference.diffusion;

import java.util.List;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** Numbers of each row: one, [n], or several, [n, k]. */
final class RowValues implements UNetCondition {

    private final TensorBuffer buffer;
    private final boolean single;
    private final Source source;

    /** Where they come from. */
    @FunctionalInterface
    interface Source {

        /**
         * Those of one row, as many for every row of a call.
         *
         * @param shape of the rows' latents
         */
        float[] of(UNetRow row, LatentShape shape);
    }

    RowValues(TensorInfo input, Source source) {
        buffer = new TensorBuffer(input);
        single = input.rank() == 1;
        this.source = source;
    }

    @Override
    public TensorBuffer buffer() {
        return buffer;
    }

    @Override
    public void fill(List<UNetRow> rows, int count, LatentShape shape) {
        for (int row = 0; row < rows.size(); row++) {
            float[] values = source.of(rows.get(row), shape);
            if (row == 0 && single) {
                buffer.shape(count);
            } else if (row == 0) {
                buffer.shape(count, values.length);
            }
            buffer.write(row * values.length, values);
        }
    }
}
