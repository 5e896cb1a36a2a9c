package org.speakdraw.inference.diffusion;

import java.util.List;
import java.util.Map;
import org.speakdraw.inference.InferenceException;

/**
 * What a tick gave.
 *
 * @param outputs in the order of the inputs; a session that paints from noise with S steps has none in its first
 *     S - 1 ticks, every other input has exactly one
 * @param settled in the order of the inputs: whether the same input again would give the picture that came out:
 *     neither prompt nor noise is on its way, and no frame is in flight from before the last change
 * @param failures by the numbers of the inputs whose pictures could not be decoded, while others of another size could
 * @param timings of the whole tick
 * @param <T>     the caller's own type
 */
public record TickResult<T>(
        List<StreamOutput<T>> outputs,
        List<Boolean> settled,
        Map<Integer, InferenceException> failures,
        TickTimings timings) {

    /** Takes copies. */
    public TickResult {
        outputs = List.copyOf(outputs);
        settled = List.copyOf(settled);
        failures = Map.copyOf(failures);
    }
}
