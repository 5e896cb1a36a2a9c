package org.speakdraw.inference.onnx;

import java.util.List;

/**
 * An output whose size only the network knows.
 *
 * @param shape  one number a dimension
 * @param values all of them, row by row; not copied
 */
public record TensorValues(List<Long> shape, float[] values) {

    /** Takes a copy of the shape. */
    public TensorValues {
        shape = List.copyOf(shape);
    }
}
