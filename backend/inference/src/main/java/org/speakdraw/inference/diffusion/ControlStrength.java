package org.speakdraw.inference.diffusion;

/**
 * How closely the picture keeps the lines of what comes in, where the model has a ControlNet.
 *
 * @param strength 0..2; 1: as trained, 0: not at all
 * @param from     part of the way from noise to picture, 0..1, at which it begins to count
 * @param until    the same, up to which it counts
 */
public record ControlStrength(float strength, float from, float until) {

    /** Not at all. */
    public static final ControlStrength NONE = new ControlStrength(0, 0, 1);

    private static final float STRONGEST = 2;
    private static final float TIMESTEPS = 1000;

    /** @throws IllegalArgumentException naming the value and its limits */
    public ControlStrength {
        if (!(strength >= 0 && strength <= STRONGEST)) {
            throw new IllegalArgumentException("the control strength is " + strength + "; it is 0 to " + STRONGEST);
        }
        if (!(from >= 0 && from <= 1) || !(until >= 0 && until <= 1)) {
            throw new IllegalArgumentException("control counts from " + from + " to " + until + "; both are 0 to 1");
        }
    }

    /** What it is at a step. */
    float at(StepCoefficients step) {
        float way = 1 - (step.timestep() + 1) / TIMESTEPS;
        return way >= from && way <= until ? strength : 0;
    }
}
