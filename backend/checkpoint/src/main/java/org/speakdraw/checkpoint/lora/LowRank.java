package org.speakdraw.checkpoint.lora;

import java.io.IOException;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.graph.Parameter;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/**
 * What is added to one weight W [out, in ...]: {@code factor * up [out, r] * down [r, in ...]}. For a convolution the
 * kernel is in {@code down}.
 */
record LowRank(StoredTensor down, StoredTensor up, float factor) {

    private static final long MAX_ELEMENTS = 16 << 20;

    /** Numbers of {@code up} and {@code down} in common. */
    long rank() {
        return down.shape().isEmpty() ? 0 : down.shape().get(0);
    }

    /** @throws CheckpointException where it is of another shape than the weight */
    void requireFit(Parameter parameter) {
        long out = parameter.shape().get(0);
        boolean fits = rank() > 0
                && up.shape().size() >= 2
                && up.shape().get(0) == out
                && up.elements() == out * rank()
                && down.elements() == rank() * (parameter.elements() / out)
                && down.elements() <= MAX_ELEMENTS
                && up.elements() <= MAX_ELEMENTS;
        if (!fits) {
            throw new CheckpointException(down.describe() + " and " + up.shape() + " do not fit the model's "
                    + parameter.name() + " " + parameter.shape() + "; is the LoRA for another kind of model?");
        }
    }

    void addTo(float[] weights) throws IOException {
        float[] downs = new float[Math.toIntExact(down.elements())];
        float[] ups = new float[Math.toIntExact(up.elements())];
        down.read(0, downs, downs.length);
        up.read(0, ups, ups.length);
        int rank = Math.toIntExact(rank());
        int width = downs.length / rank;
        for (int row = 0; row < ups.length / rank; row++) {
            for (int k = 0; k < rank; k++) {
                addRow(weights, row * width, downs, k * width, width, factor * ups[row * rank + k]);
            }
        }
    }

    private static void addRow(float[] into, int at, float[] from, int start, int count, float factor) {
        for (int i = 0; i < count; i++) {
            into[at + i] += factor * from[start + i];
        }
    }
}
