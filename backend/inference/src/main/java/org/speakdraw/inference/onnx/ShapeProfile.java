package org.speakdraw.inference.onnx;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shapes that a network will be used with, for devices that build an engine for them ahead of time (TensorRT).
 * Asked once for each input that has dimensions of any size.
 */
@FunctionalInterface
public interface ShapeProfile {

    /** The range of one input, if it is known. */
    Optional<Range> of(TensorInfo input);

    /**
     * Those of {@code inputs}; none at all where one that comes in several sizes has none, since TensorRT refuses such a network.
     * Without ranges it builds as shapes come, and anew with each that is new.
     */
    default Map<TensorInfo, Range> ranges(Collection<TensorInfo> inputs) {
        Map<TensorInfo, Range> ranges = new LinkedHashMap<>();
        for (TensorInfo input : inputs) {
            Optional<Range> range = of(input);
            if (range.isEmpty() && input.shape().contains(-1L)) {
                return Map.of();
            }
            range.ifPresent(known -> ranges.put(input, known));
        }
        return ranges;
    }

    /** Nothing is known ahead of time. */
    static ShapeProfile unknown() {
        return input -> Optional.empty();
    }

    /**
     * Smallest, usual and largest shape.
     *
     * @param min one size a dimension
     * @param opt what the engine is tuned for
     * @param max one size a dimension
     */
    record Range(List<Long> min, List<Long> opt, List<Long> max) {

        /** Takes copies. */
        public Range {
            min = List.copyOf(min);
            opt = List.copyOf(opt);
            max = List.copyOf(max);
        }
    }
}
