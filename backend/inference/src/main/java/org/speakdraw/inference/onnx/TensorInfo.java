package org.speakdraw.inference.onnx;

import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * What a graph says about one of its inputs or outputs.
 *
 * @param name  in the graph
 * @param type  of the elements
 * @param shape one number a dimension; -1: any size; empty: a scalar
 */
public record TensorInfo(String name, ElementType type, List<Long> shape) {

    /** Takes a copy of the shape. */
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of dimensions; 0 for a scalar. */
    public int rank() {
        return shape.size();
    }

    /** Whether its elements are no integers. */
    public boolean isFloatingPoint() {
        return type == ElementType.FLOAT32 || type == ElementType.FLOAT16;
    }

    /**
     * Size of dimension {@code index} where the graph fixes it, else {@code otherwise}.
     *
     * @throws InferenceException {@code bundle-invalid} if no tensor can be so large
     */
    public int sizeOr(int index, int otherwise) {
        long size = shape.get(index);
        if (size > Integer.MAX_VALUE) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, this + " is larger than any tensor can be");
        }
        return size > 0 ? (int) size : otherwise;
    }
}
