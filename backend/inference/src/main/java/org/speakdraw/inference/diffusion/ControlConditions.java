package org.speakdraw.inference.diffusion;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;

/** What a UNet with a ControlNet or a T2I-Adapter takes of the pictures that come in. */
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

    /** One of the features of a T2I-Adapter, [n, C, h, w], as much as each row heeds them: zeros where it does not. */
    static final class Features implements UNetCondition {

        private final TensorBuffer buffer;
        private final int factor;
        private final T2iAdapter adapter;
        private final HintSource hints;
        private float[] scaled = {};

        /** @param factor pixels that a latent cell stands for, each way */
        Features(TensorInfo input, int factor, T2iAdapter adapter, HintSource hints) {
            buffer = new TensorBuffer(input);
            this.factor = factor;
            this.adapter = adapter;
            this.hints = hints;
        }

        @Override
        public TensorBuffer buffer() {
            return buffer;
        }

        @Override
        public void fill(List<UNetRow> rows, int count, LatentShape shape) {
            List<Long> size = adapter.shape(buffer.name(), shape.width() * factor, shape.height() * factor);
            buffer.shape(count, size.get(1), size.get(2), size.get(3));
            int each = Math.toIntExact(size.get(1) * size.get(2) * size.get(3));
            if (scaled.length != each) {
                scaled = new float[each];
            }
            for (int row = 0; row < rows.size(); row++) {
                buffer.write(row * each, scaled(rows.get(row).control()));
            }
        }

        private float[] scaled(ControlHint control) {
            @Nullable InputPicture picture = control.picture();
            if (picture == null) {
                Arrays.fill(scaled, 0);
                return scaled;
            }
            float[] features = Objects.requireNonNull(
                            picture.features(adapter, hints).get(buffer.name()))
                    .values();
            if (control.scale() == 1) {
                return features;
            }
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = control.scale() * features[i];
            }
            return scaled;
        }
    }
}
