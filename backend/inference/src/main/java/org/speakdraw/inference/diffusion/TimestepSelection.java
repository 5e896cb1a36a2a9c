package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the two numbers people understand, how strong and how many steps, to indices into the 50-step LCM grid.
 * Immutable.
 */
public final class TimestepSelection {

    /** Number of timesteps in the grid that indices point into. */
    static final int GRID = 50;

    /** Where nobody has measured how much a picture changes: {@code start = round((1 - strength) * 50)}. */
    public static final TimestepSelection LINEAR = new TimestepSelection(new double[0]);

    /** The strength at which painting begins with an index: 1 at 0, falling to 0; empty: linear. */
    private final double[] strengths;

    private TimestepSelection(double[] strengths) {
        this.strengths = strengths;
    }

    /**
     * Such that equal steps of strength change a picture by equal amounts, as far as the grid has them.
     *
     * @param changes how far a picture moves away from the drawing when painting begins with an index, for each of the
     *     50: finite, in any unit, more at index 0 than at 49. What rises on the way is levelled
     * @throws IllegalArgumentException naming what is wrong
     */
    public static TimestepSelection measured(double[] changes) {
        if (changes.length != GRID) {
            throw new IllegalArgumentException(
                    changes.length + " changes; it is one for each of the " + GRID + " indices");
        }
        double[] falling = changes.clone();
        for (int index = GRID - 2; index >= 0; index--) {
            falling[index] = Math.max(falling[index], falling[index + 1]);
        }
        double least = falling[GRID - 1];
        double range = falling[0] - least;
        if (!(range > 0) || !Double.isFinite(range)) {
            throw new IllegalArgumentException("the changes run from " + changes[0] + " to " + least + "; they fall");
        }
        return new TimestepSelection(
                Arrays.stream(falling).map(change -> (change - least) / range).toArray());
    }

    /**
     * Begins at the index whose strength is nearest, or earlier where no room is left for the steps, and spreads the
     * steps evenly over the rest of the grid: index k is {@code floor(start + k * (50 - start) / steps)}. Strictly
     * rising by construction.
     *
     * @param strength 0 (hardly touched) to 1 (as little left of the drawing as can be)
     * @param steps    1 to 50
     */
    public List<Integer> indices(double strength, int steps) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength is " + strength + "; it is 0 to 1");
        }
        if (steps < 1 || steps > GRID) {
            throw new IllegalArgumentException("the number of steps is " + steps + "; it is 1 to " + GRID);
        }
        int start = Math.min(GRID - steps, start(strength));
        List<Integer> indices = new ArrayList<>(steps);
        for (int k = 0; k < steps; k++) {
            indices.add(start + k * (GRID - start) / steps);
        }
        return List.copyOf(indices);
    }

    /** The strength that begins with {@code index}, 0 to 49. */
    public double strength(int index) {
        return strengths.length == 0 ? (GRID - index) / (double) GRID : strengths[index];
    }

    private int start(double strength) {
        if (strengths.length == 0) {
            return (int) Math.round((1 - strength) * GRID);
        }
        int nearest = 0;
        for (int index = 1; index < GRID; index++) {
            // Of those that change as much, the one that keeps the most of the drawing.
            if (Math.abs(strengths[index] - strength) <= Math.abs(strengths[nearest] - strength)) {
                nearest = index;
            }
        }
        return nearest;
    }
}
