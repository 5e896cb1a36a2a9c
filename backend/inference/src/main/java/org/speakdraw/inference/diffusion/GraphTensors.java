package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.TensorInfo;

/** Finds a network's inputs and outputs by what they are, since exporters name them differently. */
record GraphTensors(Path file, List<TensorInfo> tensors) {

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
