package org.speakdraw.checkpoint.graph;

import java.util.List;

/**
 * A weight that a graph takes from the file beside it.
 *
 * @param name       in the checkpoint, as diffusers and transformers have it
 * @param shape      in the checkpoint; dimensions of 1 do not count
 * @param transposed whether the graph takes the matrix the other way round
 * @param offset     of its first byte in the file beside the graph
 */
public record Parameter(String name, List<Long> shape, boolean transposed, long offset) {

    public Parameter {
        shape = List.copyOf(shape);
    }

    /** How many elements it has. */
    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /** Whether a tensor of {@code other} can be taken for it: older layouts have matrices as convolutions of 1 x 1. */
    public boolean fits(List<Long> other) {
        return withoutOnes(shape).equals(withoutOnes(other));
    }

    private static List<Long> withoutOnes(List<Long> shape) {
        return shape.stream().filter(size -> size != 1).toList();
    }
}
