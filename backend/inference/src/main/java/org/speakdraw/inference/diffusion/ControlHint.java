package org.speakdraw.inference.diffusion;

import org.jspecify.annotations.Nullable;

/**
 * What a ControlNet is shown for one row.
 *
 * @param picture as it comes in; the graph makes the hint of it. Null: none
 * @param scale   how much the row heeds it; 0 where there is none
 */
record ControlHint(@Nullable InputPicture picture, float scale) {

    static final ControlHint NONE = new ControlHint(null, 0);

    /** Of a frame at a step. */
    static ControlHint of(StreamInput<?> input, StepCoefficients step) {
        InputPicture picture = input.picture();
        float scale = input.parameters().control().at(step);
        return picture == null || scale == 0 ? NONE : new ControlHint(picture, scale);
    }
}
