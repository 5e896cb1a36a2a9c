package org.speakdraw.inference.imaging;

/**
 * A picture at an eighth of its size in grey: enough to tell whether another picture shows something else.
 *
 * @param width  pixels
 * @param height pixels
 * @param luma   8-bit grey, rows top-down; length width x height; not to be changed
 */
public record FrameSketch(int width, int height, byte[] luma) {

    /**
     * Levels by which the mean of 8 x 8 pixels differs when there is something to see; less is noise of compression.
     */
    private static final int VISIBLE = 6;

    /** Whether a part of the picture differs visibly; pictures of different sizes do. */
    public boolean differsFrom(FrameSketch other) {
        if (width != other.width || height != other.height) {
            return true;
        }
        for (int i = 0; i < luma.length; i++) {
            if (Math.abs((luma[i] & 0xff) - (other.luma[i] & 0xff)) > VISIBLE) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "FrameSketch[" + width + " x " + height + "]";
    }
}
