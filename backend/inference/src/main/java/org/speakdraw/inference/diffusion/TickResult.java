package org.speakdraw.inference.diffusion;

import java.util.List;

/**
 * What a tick gave.
 *
 * @param outputs in the order of the inputs; a session that paints from noise with S steps has none in its first
 *     S - 1 ticks, every other input has exactly one
 * @param timings of the whole tick
 * @param <T>     the caller's own type
 */
public record TickResult<T>(List<StreamOutput<T>> outputs, TickTimings timings) {

    /** Takes a copy of the list. */
    public TickResult {
        outputs = List.copyOf(outputs);
    }
}
