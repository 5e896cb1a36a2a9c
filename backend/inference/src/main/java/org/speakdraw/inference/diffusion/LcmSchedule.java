package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;

/**
 * The timesteps and coefficients of the LCM scheduler (Luo et al., "Latent consistency models", as in diffusers'
 * {@code LCMScheduler}) made from any bundle's noise schedule; StreamDiffusion uses it for SD-Turbo too, so the
 * scheduler's own spacing and offset have no say. Immutable.
 */
final class LcmSchedule {

    /** Steps of the teacher that a consistency model is distilled from. */
    private static final int ORIGINAL_STEPS = TimestepSelection.GRID;

    private static final double TIMESTEP_SCALING = 10;
    private static final double SIGMA_DATA = 0.5;

    private final List<StepCoefficients> steps;

    /**
     * @param alphasCumprod  one number a training timestep
     * @param inferenceSteps size of the grid that indices point into, 1..50; StreamDiffusion's is 50
     */
    LcmSchedule(double[] alphasCumprod, int inferenceSteps) {
        if (inferenceSteps < 1 || inferenceSteps > ORIGINAL_STEPS) {
            throw new IllegalArgumentException("a grid of " + inferenceSteps + " steps; it has 1 to " + ORIGINAL_STEPS);
        }
        int stride = alphasCumprod.length / ORIGINAL_STEPS;
        List<StepCoefficients> grid = new ArrayList<>();
        for (int i = 0; i < inferenceSteps; i++) {
            int origin = (int) Math.floor(i * (double) ORIGINAL_STEPS / inferenceSteps);
            grid.add(coefficients((ORIGINAL_STEPS - origin) * stride - 1, alphasCumprod));
        }
        steps = List.copyOf(grid);
    }

    /** Step number {@code index} of the grid, noisiest first. */
    StepCoefficients at(int index) {
        return steps.get(index);
    }

    /** The steps of a timestep list. */
    List<StepCoefficients> at(List<Integer> indices) {
        return indices.stream().map(steps::get).toList();
    }

    static StepCoefficients coefficients(int timestep, double[] alphasCumprod) {
        double alpha = alphasCumprod[timestep];
        double scaled = timestep * TIMESTEP_SCALING;
        double denominator = scaled * scaled + SIGMA_DATA * SIGMA_DATA;
        return new StepCoefficients(
                timestep,
                (float) Math.sqrt(alpha),
                (float) Math.sqrt(1 - alpha),
                (float) (SIGMA_DATA * SIGMA_DATA / denominator),
                (float) (scaled / Math.sqrt(denominator)));
    }
}
