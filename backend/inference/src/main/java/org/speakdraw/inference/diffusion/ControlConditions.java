package org.speakdraw.inference.diffusion;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** What a UNet with a ControlNet takes of the pictures that come in. */
final class ControlConditions {

    private ControlConditions() {}

    /** Whether an input is for pictures of their own size, not of a latent's. */
    static boolean isPicture(TensorInfo input) {
        return input.name().equals("control_image") && input.rank() == 4;
    }

    /** Whether an input says how much rows heed their pictures. */
    static boolean isScale(TensorInfo input) {
        return input.name().equals("control_scale") && input.rank() == 1;
    }

    /** The pictures, [n, 3, H, W]; tiny ones where no row heeds its own, since the graph does not look at them then. */
    static final class Pictures implements UNetCondition {

        private static final int UNSEEN = 8;

        private final TensorBuffer buffer;
        private final int factor;

        /** @param factor pixels that a latent cell stands for, each way */
        Pictures(TensorInfo input, int factor) {
            buffer = new TensorBuffer(input);
            this.factor = factor;
        }

        @Override
        public TensorBuffer buffer() {
            return buffer;
        }

        @Override
        public void fill(List<UNetRow> rows, int count, LatentShape shape) {
            boolean heeded = rows.stream().anyMatch(row -> row.control().scale() != 0);
            int height = heeded ? shape.height() * factor : UNSEEN;
            int width = heeded ? shape.width() * factor : UNSEEN;
            buffer.shape(count, 3, height, width);
            for (int row = 0; row < rows.size(); row++) {
                @Nullable PictureTensor picture = rows.get(row).control().picture();
                if (heeded && picture != null) {
                    buffer.write(row * 3 * height * width, picture.planes());
                }
            }
        }
    }

    /** How much the rows heed their pictures, [n]. */
    static final class Scale implements UNetCondition {

        private final TensorBuffer buffer;

        Scale(TensorInfo input) {
            buffer = new TensorBuffer(input);
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
                scales[row] = rows.get(row).control().scale();
            }
            buffer.write(0, scales);
        }
    }
}
