package org.speakdraw.inference.matting;

/**
 * At which part of the frame's size Robust Video Matting looks for the person; its refiner brings the edges back to the
 * full size. Smaller is faster and coarser.
 *
 * @param chosen 0 leaves the choice to {@link #forSize}, else above 0 to 1
 */
public record DownsampleRatio(float chosen) {

    /** The longer side that the automatic ratio aims at, as the authors' own (PeterL1n/RobustVideoMatting) does. */
    private static final int AUTOMATIC_SIDE = 512;

    /** Below this the deepest features of a small frame would vanish. */
    private static final float SMALLEST = 0.05f;

    /** @throws IllegalArgumentException if the ratio is neither 0 nor 0.05..1 */
    public DownsampleRatio {
        if (chosen != 0 && !(chosen >= SMALLEST && chosen <= 1)) {
            throw new IllegalArgumentException(
                    "a downsample ratio of " + chosen + "; it is " + SMALLEST + " to 1, or 0 for the automatic one");
        }
    }

    /** {@code min(512 / longer side, 1)}. */
    public static DownsampleRatio automatic() {
        return new DownsampleRatio(0);
    }

    /** Always the same, 0.05..1. */
    public static DownsampleRatio of(float ratio) {
        if (ratio == 0) {
            throw new IllegalArgumentException("a downsample ratio of 0; it is " + SMALLEST + " to 1");
        }
        return new DownsampleRatio(ratio);
    }

    /** The ratio for frames of this size, above 0 to 1. */
    public float forSize(int width, int height) {
        if (chosen != 0) {
            return chosen;
        }
        int longer = Math.max(width, height);
        if (longer <= AUTOMATIC_SIDE) {
            return 1;
        }
        float ratio = (float) AUTOMATIC_SIDE / longer;
        // The graph multiplies and cuts off: 512 / 720 in single precision would give 511.
        while ((int) (longer * ratio) < AUTOMATIC_SIDE) {
            ratio = Math.nextUp(ratio);
        }
        return ratio;
    }
}
