package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.TensorInfo;

/** Finds a network's inputs and outputs by what they are, since exporters name them differently. */
record GraphTensors(Path file, List<TensorInfo> tensors) {

    /** {@code hidden_states.0} is what goes into the first layer; the last is what comes out of the last layer. */
    private static final Pattern LAYER = Pattern.compile("hidden_states[._](\\d{1,4})");

    /** The first tensor of the preferred names, else the first that fits. */
    TensorInfo find(String role, Predicate<TensorInfo> fits, String... preferred) {
        for (String name : preferred) {
            for (TensorInfo tensor : tensors) {
                if (tensor.name().equals(name) && fits.test(tensor)) {
                    return tensor;
                }
            }
        }
        return tensors.stream()
                .filter(fits)
                .findFirst()
                .orElseThrow(() -> new InferenceException(
                        InferenceError.BUNDLE_INVALID, file + ": no tensor is the " + role + "; it has " + tensors));
    }

    /** Of that name and rank. */
    Optional<TensorInfo> named(String name, int rank) {
        return tensors.stream()
                .filter(tensor -> tensor.name().equals(name) && tensor.rank() == rank)
                .findFirst();
    }

    /**
     * Of the numbered hidden states of a CLIP encoder the last but one; exporters that write a single one write that.
     */
    Optional<TensorInfo> penultimateHiddenState() {
        List<TensorInfo> layers = tensors.stream()
                .filter(tensor -> tensor.rank() == 3 && layer(tensor) >= 0)
                .sorted(Comparator.comparingInt(GraphTensors::layer))
                .toList();
        return layers.size() >= 2
                ? Optional.of(layers.get(layers.size() - 2))
                : named("hidden_states", 3).or(() -> named("penultimate_hidden_state", 3));
    }

    private static int layer(TensorInfo tensor) {
        Matcher matcher = LAYER.matcher(tensor.name());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    /**
     * Refuses a size that the graph does not take.
     *
     * @param tensor [n, C, height, width], one of these tensors
     * @throws InferenceException {@code size-unsupported}, naming the only size there is
     */
    void checkSize(TensorInfo tensor, int height, int width) {
        int onlyHeight = tensor.sizeOr(2, height);
        int onlyWidth = tensor.sizeOr(3, width);
        if (onlyHeight != height || onlyWidth != width) {
            throw new InferenceException(
                    InferenceError.SIZE_UNSUPPORTED,
                    file + " takes " + onlyWidth + " x " + onlyHeight + " only, not " + width + " x " + height);
        }
    }

    static Predicate<TensorInfo> rank(int rank) {
        return tensor -> tensor.rank() == rank;
    }
}
