package org.speakdraw.inference.diffusion;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** What a UNet with a ControlNet takes of the pictures that come in. */
final class ControlConditions {

    private ControlConditions() {}

    /** Of the input for pictures; graphs are made to take pixels there. */
    static final String PICTURES = "control_image";

    /** Whether an input is for pictures of their own size, not of a latent's. */
    static boolean isPicture(TensorInfo input) {
        return input.name().equals(PICTURES) && input.rank() == 4;
    }

    /** Whether an input says how much rows heed their pictures. */
    static boolean isScale(TensorInfo input) {
        return input.name().equals("control_scale") && input.rank() == 1;
    }

    /** The pictures, or what is made of them, 8-bit pixels [n, H, W, 3]; what is there for rows that do not heed their own does not matter. */
    static final class Pictures implements UNetCondition {

        private final TensorBuffer buffer;
        private final int factor;
        private final HintSource hints;

        /**
         * Takes the pictures' size from the latents'.
         *
         * @param factor pixels that a latent cell stands for, each way
         * @param hints  makes what is shown
         */
        Pictures(TensorInfo input, int factor, HintSource hints) {
            buffer = new TensorBuffer(input);
            this.factor = factor;
            this.hints = hints;
        }

        @Override
        public TensorBuffer buffer() {
            return buffer;
        }

        @Override
        public void fill(List<UNetRow> rows, int count, LatentShape shape) {
            int height = shape.height() * factor;
            int width = shape.width() * factor;
            buffer.shape(count, height, width, 3);
            for (int row = 0; row < rows.size(); row++) {
                @Nullable InputPicture picture = rows.get(row).control().picture();
                if (picture != null) {
                    buffer.writeRaw(
                            row * 3 * height * width, picture.hint(hints).rgb());
                }
            }
        }
    }
}
