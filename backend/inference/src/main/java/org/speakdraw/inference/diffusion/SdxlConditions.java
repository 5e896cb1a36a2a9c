package org.speakdraw.inference.diffusion;

import java.util.List;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** What SDXL's UNet takes beside the text's tokens. */
final class SdxlConditions {

    private SdxlConditions() {}

    /** The pooled embedding of the whole prompt, [n, P]. */
    static final class PooledText implements UNetCondition {

        private final TensorBuffer buffer;

        PooledText(TensorInfo input) {
            buffer = new TensorBuffer(input);
        }

        @Override
        public TensorBuffer buffer() {
            return buffer;
        }

        @Override
        public void fill(List<UNetRow> rows, int count, LatentShape shape) {
            int width = rows.get(0).text().pooled().length;
            buffer.shape(count, width);
            for (int row = 0; row < rows.size(); row++) {
                buffer.write(row * width, rows.get(row).text().pooled());
            }
        }
    }

    /** Sizes in pixels, [n, 6]: an original picture as large as the one that is painted, and nothing of it cut off. */
    static final class PictureSizes implements UNetCondition {

        private final TensorBuffer buffer;
        private final int factor;

        PictureSizes(TensorInfo input, int factor) {
            buffer = new TensorBuffer(input);
            this.factor = factor;
        }

        @Override
        public TensorBuffer buffer() {
            return buffer;
        }

        @Override
        public void fill(List<UNetRow> rows, int count, LatentShape shape) {
            buffer.shape(count, SdxlConfig.TIME_IDS);
            float height = shape.height() * factor;
            float width = shape.width() * factor;
            float[] sizes = {height, width, 0, 0, height, width};
            for (int row = 0; row < rows.size(); row++) {
                buffer.write(row * sizes.length, sizes);
            }
        }
    }
}
