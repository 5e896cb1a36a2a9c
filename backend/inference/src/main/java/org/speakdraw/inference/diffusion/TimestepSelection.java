package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;

/** From the two numbers people understand, how strong and how many steps, to indices into the 50-step LCM grid. */
public final class TimestepSelection {

    /** Number of timesteps in the grid that indices point into. */
    static final int GRID = 50;

    private TimestepSelection() {}

    /**
     * Spreads the steps evenly over the noisier-to-cleaner rest of the grid:
     * {@code start = round((1 - strength) * 50)}, clamped so that at least {@code steps} indices are left (0 to 50 -
     * steps), and index k is {@code floor(start + k * (50 - start) / steps)}. Strictly rising by construction.
     *
     * @param strength 0 (hardly touched) to 1 (painted from pure noise)
     * @param steps    1 to 50
     */
    public static List<Integer> indices(double strength, int steps) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength is " + strength + "; it is 0 to 1");
        }
        if (steps < 1 || steps > GRID) {
            throw new IllegalArgumentException("the number of steps is " + steps + "; it is 1 to " + GRID);
        }
        int start = (int) Math.min(GRID - steps, Math.round((1 - strength) * GRID));
        List<Integer> indices = new ArrayList<>(steps);
        for (int k = 0; k < steps; k++) {
            indices.add(start + k * (GRID - start) / steps);
        }
        return List.copyOf(indices);
    }
}
