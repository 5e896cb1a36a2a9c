package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.speakdraw.inference.onnx.ShapeProfile;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * The shapes that batches come in, for devices that build engines for them ahead of time: one row to the largest
 * batch; the smallest usable side to twice the recommended one, tuned for the recommended size.
 */
final class BatchShapes {

    private static final int TEXT_TOKENS = 77;

    private final int maxRows;
    private final int factor;
    private final int channels;
    private final int textWidth;
    private final int pooledWidth;
    private final int smallest;
    private final int width;
    private final int height;

    BatchShapes(DiffusionBundle bundle, int maxRows) {
        this.maxRows = maxRows;
        factor = bundle.spatialFactor();
        channels = bundle.latentChannels();
        textWidth = bundle.crossAttentionWidth();
        pooledWidth = bundle.sdxl().map(SdxlConfig::pooledWidth).orElse(0);
        smallest = bundle.sizeMultiple();
        width = bundle.recommended().width();
        height = bundle.recommended().height();
    }

    /** For the VAE's encoder. */
    ShapeProfile pictures() {
        return input -> Optional.of(new ShapeProfile.Range(
                fixed(input, 1, smallest, smallest, 3),
                fixed(input, optimalRows(), height, width, 3),
                fixed(input, maxRows, 2 * height, 2 * width, 3)));
    }

    /**
     * For what looks at one picture, [1, 3, H, W].
     *
     * @param taken the side that the network takes in place of a picture's
     */
    ShapeProfile planes(IntUnaryOperator taken) {
        return input -> input.rank() != 4
                ? Optional.empty()
                : Optional.of(new ShapeProfile.Range(
                        fixed(input, 1, 3, taken.applyAsInt(smallest), taken.applyAsInt(smallest)),
                        fixed(input, 1, 3, taken.applyAsInt(height), taken.applyAsInt(width)),
                        fixed(input, 1, 3, taken.applyAsInt(2 * height), taken.applyAsInt(2 * width))));
    }

    /** For the VAE's decoder. */
    ShapeProfile latents() {
        return this::spatial;
    }

    /**
     * For the UNet.
     *
     * @param imageTokens of an image prompt; 0: there are none
     * @param adapter     whose features it takes; what shapes they have is asked of the adapter itself
     */
    ShapeProfile rows(int imageTokens, Optional<T2iAdapter> adapter) {
        return input -> switch (input.rank()) {
            case 4 -> ofFourDimensions(input, adapter);
            case 3 -> Optional.of(tokensOf(input, imageTokens));
            case 2 -> Optional.of(rowsOf(input, conditionWidth(input)));
            case 1 -> Optional.of(rowsOf(input));
            default -> Optional.empty();
        };
    }

    private Optional<ShapeProfile.Range> ofFourDimensions(TensorInfo input, Optional<T2iAdapter> adapter) {
        if (ControlConditions.isPicture(input)) {
            return pictures().of(input);
        }
        return T2iAdapter.isFeature(input)
                ? adapter.filter(gives -> gives.gives(input))
                        .map(gives -> new ShapeProfile.Range(
                                featuresOf(gives, input, 1, smallest, smallest),
                                featuresOf(gives, input, optimalRows(), width, height),
                                featuresOf(gives, input, maxRows, 2 * width, 2 * height)))
                : spatial(input);
    }

    private static List<Long> featuresOf(
            T2iAdapter adapter, TensorInfo input, int rows, int pictureWidth, int pictureHeight) {
        int[] sizes = adapter.shape(input.name(), pictureWidth, pictureHeight).stream()
                .mapToInt(Math::toIntExact)
                .toArray();
        sizes[0] = rows;
        return fixed(input, sizes);
    }

    /** An image's tokens may come behind the text's. */
    private ShapeProfile.Range tokensOf(TensorInfo input, int imageTokens) {
        if (UNetConditions.isImage(input)) {
            return rowsOf(input, Math.max(1, imageTokens), textWidth);
        }
        return new ShapeProfile.Range(
                fixed(input, 1, TEXT_TOKENS, textWidth),
                fixed(input, optimalRows(), TEXT_TOKENS, textWidth),
                fixed(input, maxRows, TEXT_TOKENS + imageTokens, textWidth));
    }

    private int conditionWidth(TensorInfo input) {
        return switch (input.name()) {
            case "text_embeds" -> pooledWidth;
            case "time_ids" -> SdxlConfig.TIME_IDS;
            default -> 256;
        };
    }

    private Optional<ShapeProfile.Range> spatial(TensorInfo input) {
        if (input.rank() != 4) {
            return Optional.empty();
        }
        return Optional.of(new ShapeProfile.Range(
                fixed(input, 1, channels, smallest / factor, smallest / factor),
                fixed(input, optimalRows(), channels, height / factor, width / factor),
                fixed(input, maxRows, channels, 2 * height / factor, 2 * width / factor)));
    }

    private ShapeProfile.Range rowsOf(TensorInfo input, int... rest) {
        return new ShapeProfile.Range(
                fixed(input, with(1, rest)),
                fixed(input, with(optimalRows(), rest)),
                fixed(input, with(maxRows, rest)));
    }

    private int optimalRows() {
        return Math.max(1, maxRows / 2);
    }

    /** The sizes, but those that the graph fixes. */
    private static List<Long> fixed(TensorInfo input, int... sizes) {
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            shape.add((long) input.sizeOr(i, sizes[i]));
        }
        return shape;
    }

    private static int[] with(int rows, int... rest) {
        int[] sizes = new int[rest.length + 1];
        sizes[0] = rows;
        System.arraycopy(rest, 0, sizes, 1, rest.length);
        return sizes;
    }
}
