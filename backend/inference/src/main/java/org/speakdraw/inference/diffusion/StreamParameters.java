package org.speakdraw.inference.diffusion;

import java.util.List;

/**
 * How one frame is repainted; comes with every frame and may change with every frame.
 *
 * @param width         of the picture in pixels, 8..8192
 * @param height        of the picture in pixels, 8..8192
 * @param tIndexList    denoising steps as indices into the 50-step LCM grid, 0 (pure noise) to 49, strictly rising
 * @param cfgType       kind of guidance
 * @param guidanceScale 0..30; at 1 and below there is no guidance, whatever {@code cfgType} says
 * @param delta         0..10; how much of the stream's own noise counts as the negative prediction
 * @param addNoise      renoise between steps, as LCM does; without it a step starts from the scaled estimate alone
 * @param seed          of all noise of the stream
 * @param freshNoise    draw new noise for every frame instead of keeping the seed's; then the noise does not walk
 * @param continuity    how the stream moves from frame to frame
 * @param control       how closely the picture keeps the lines of what comes in
 * @param loraScale     0..2; how much the LoRAs count that are beside the model's weights, 1: as trained
 */
public record StreamParameters(
        int width,
        int height,
        List<Integer> tIndexList,
        CfgType cfgType,
        float guidanceScale,
        float delta,
        boolean addNoise,
        long seed,
        boolean freshNoise,
        Continuity continuity,
        ControlStrength control,
        float loraScale) {

    private static final int MIN_SIDE = 8;
    private static final int MAX_SIDE = 8192;

    /** @throws IllegalArgumentException naming the value and its limits */
    public StreamParameters {
        tIndexList = List.copyOf(tIndexList);
        checkSide("width", width);
        checkSide("height", height);
        checkIndices(tIndexList);
        checkRange("guidance scale", guidanceScale, 30);
        checkRange("delta", delta, 10);
        checkRange("LoRA scale", loraScale, 2);
    }

    /** Without a ControlNet, and with LoRAs, if the model has any, as they were trained. */
    public StreamParameters(
            int width,
            int height,
            List<Integer> tIndexList,
            CfgType cfgType,
            float guidanceScale,
            float delta,
            boolean addNoise,
            long seed,
            boolean freshNoise,
            Continuity continuity) {
        this(
                width,
                height,
                tIndexList,
                cfgType,
                guidanceScale,
                delta,
                addNoise,
                seed,
                freshNoise,
                continuity,
                ControlStrength.NONE,
                1);
    }

    /** Changes at once, and noise that stands still. */
    public StreamParameters(
            int width,
            int height,
            List<Integer> tIndexList,
            CfgType cfgType,
            float guidanceScale,
            float delta,
            boolean addNoise,
            long seed,
            boolean freshNoise) {
        this(width, height, tIndexList, cfgType, guidanceScale, delta, addNoise, seed, freshNoise, Continuity.NONE);
    }

    /** Number of denoising steps, S. */
    public int steps() {
        return tIndexList.size();
    }

    /** Whether the noise wanders from frame to frame. */
    boolean walks() {
        return !freshNoise && continuity.seedWalk() > 0;
    }

    /** Whether two predictions are combined at all. */
    boolean guided() {
        return cfgType != CfgType.NONE && guidanceScale > 1;
    }

    /** UNet rows that a frame with these parameters costs. */
    public int rows() {
        int steps = steps();
        if (!guided()) {
            return steps;
        }
        return switch (cfgType) {
            case NONE, SELF -> steps;
            case INITIALIZE -> steps + 1;
            case FULL -> 2 * steps;
        };
    }

    private static void checkSide(String name, int value) {
        if (value < MIN_SIDE || value > MAX_SIDE) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; it is " + MIN_SIDE + " to " + MAX_SIDE + " pixels");
        }
    }

    private static void checkIndices(List<Integer> indices) {
        if (indices.isEmpty()) {
            throw new IllegalArgumentException("the timestep list is empty; it has at least one index");
        }
        int previous = -1;
        for (int index : indices) {
            if (index <= previous || index >= TimestepSelection.GRID) {
                throw new IllegalArgumentException("the timestep list is " + indices
                        + "; its indices rise strictly, from 0 to " + (TimestepSelection.GRID - 1));
            }
            previous = index;
        }
    }

    private static void checkRange(String name, float value, float limit) {
        if (!(value >= 0 && value <= limit)) {
            throw new IllegalArgumentException(name + " is " + value + "; it is 0 to " + limit);
        }
    }
}
