package org.speakdraw.inference.diffusion;

import java.util.Arrays;
import java.util.List;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** What a UNet with an IP-Adapter takes of image prompts. A row without one is shown zeros that count nothing. */
final class ImageConditions {

    private ImageConditions() {}

    /** Whether all rows of a call have the same scale: it is one number, or one for each layer of the network. */
    static boolean isShared(TensorInfo scale) {
        return scale.rank() == 0 || (scale.rank() == 1 && scale.sizeOr(0, 0) > 0);
    }

    /** The images' tokens, [n, tokens, D]. */
    static final class Tokens implements UNetCondition {

        private final TensorBuffer buffer;
        private final int tokens;
        private float[] nothing = {};

        /** @param tokens of an image */
        Tokens(TensorInfo input, int tokens) {
            buffer = new TensorBuffer(input);
            this.tokens = input.sizeOr(1, tokens);
        }

        @Override
        public TensorBuffer buffer() {
            return buffer;
        }

        @Override
        public void fill(List<UNetRow> rows, int count, LatentShape shape) {
            int width = rows.get(0).text().width();
            if (nothing.length != tokens * width) {
                nothing = new float[tokens * width];
            }
            buffer.shape(count, tokens, width);
            for (int row = 0; row < rows.size(); row++) {
                ImageTokens image = rows.get(row).image();
                buffer.write(row * nothing.length, image.tokens() > 0 ? image.values() : nothing);
            }
        }
    }

    /** How much the images count: [n], [n, layers], or for all rows [layers] or a single number. */
    static final class Scale implements UNetCondition {

        private final TensorBuffer buffer;
        private final boolean shared;
        private final int rank;
        private final float[] layers;

        Scale(TensorInfo input) {
            buffer = new TensorBuffer(input);
            shared = isShared(input);
            rank = input.rank();
            layers = new float[rank == 0 ? 1 : input.sizeOr(rank - 1, 1)];
        }

        @Override
        public TensorBuffer buffer() {
            return buffer;
        }

        @Override
        public void fill(List<UNetRow> rows, int count, LatentShape shape) {
            if (shared) {
                if (rank == 0) {
                    buffer.shape();
                } else {
                    buffer.shape(layers.length);
                }
                Arrays.fill(layers, rows.get(0).imageScale());
                buffer.write(0, layers);
                return;
            }
            if (rank == 1) {
                buffer.shape(count);
            } else {
                buffer.shape(count, layers.length);
            }
            for (int row = 0; row < rows.size(); row++) {
                Arrays.fill(layers, rows.get(row).imageScale());
                buffer.write(row * layers.length, layers);
            }
        }
    }
}
