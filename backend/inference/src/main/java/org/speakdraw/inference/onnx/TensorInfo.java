package org.speakdraw.inference.onnx;

import java.util.List;

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

    /** Size of dimension {@code index} where the graph fixes it, else {@code otherwise}. */
    public int sizeOr(int index, int otherwise) {
        long size = shape.get(index);
        return size > 0 ? Math.toIntExact(size) : otherwise;
    }
}
