package org.speakdraw.inference.matting;

/**
 * How a matte is calmed and sharpened. Rates are per frame, not per second: a slow camera moves more between frames,
 * and motion raises the rate by itself.
 *
 * @param restRate    share of the new matte where nothing moves, 0.01..1; 1 switches smoothing off
 * @param noise       change of the brightness (0..1, mean over a small window) that is still sensor noise, 0..1
 * @param motionGain  share of the new matte added for each unit of brightness change beyond the noise, 0..1000
 * @param guideRadius of the guided filter, in steps of two pixels of the network's matte; 0 switches it off, at most
 *     64
 * @param guideEpsilon of the guided filter, 1e-5..1: smaller follows fainter edges
 * @param black       values up to this become 0, 0..1
 * @param white       values from this on become 1, above black
 */
public record RefinementParameters(
        float restRate, float noise, float motionGain, int guideRadius, float guideEpsilon, float black, float white) {

    /** @throws IllegalArgumentException naming the value that is out of its range */
    public RefinementParameters {
        require("restRate", restRate, 0.01f, 1);
        require("noise", noise, 0, 1);
        require("motionGain", motionGain, 0, 1000);
        require("guideRadius", guideRadius, 0, 64);
        require("guideEpsilon", guideEpsilon, 1e-5f, 1);
        require("black", black, 0, 1);
        require("white", white, Math.nextUp(black), 1);
    }

    /** Leaves mattes as they are. */
    public static RefinementParameters none() {
        return new RefinementParameters(1, 0, 0, 0, 1e-4f, 0, 1);
    }

    /** For the small masks of selfie segmentation. */
    public static RefinementParameters forMasks() {
        return new RefinementParameters(0.1f, 0.012f, 80, 1, 1e-3f, 0.2f, 0.8f);
    }

    /** The same without smoothing. */
    public RefinementParameters withoutSmoothing() {
        return new RefinementParameters(1, noise, motionGain, guideRadius, guideEpsilon, black, white);
    }

    boolean smooths() {
        return restRate < 1;
    }

    boolean guides() {
        return guideRadius > 0;
    }

    private static void require(String name, float value, float least, float most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + "; it is " + least + " to " + most);
        }
    }
}
