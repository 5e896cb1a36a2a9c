package org.speakdraw.inference.imaging;

/**
 * The size that a picture is decoded for: what is decoded is so much larger that what {@link FrameFitter#fit} makes of
 * it differs from what it makes of the whole picture by less than compression did, or by less than a level of 255.
 *
 * @param width  pixels, at least 1
 * @param height pixels, at least 1
 * @param fit    how the picture is brought into the size
 */
public record DecodeSize(int width, int height, Fit fit) {

    /**
     * Reductions that the decoder knows; it sums up blocks of coefficients, so that they cost less than the full
     * size.
     */
    private static final int[] REDUCTIONS = {8, 4, 2};
    /** Decoded pixels for each that is needed, along a side: with fewer the decoder's own filter begins to show. */
    private static final double MARGIN = 1.6;

    /** @throws IllegalArgumentException if a side is below 1 */
    public DecodeSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a size of " + width + " x " + height + ": each side is at least 1");
        }
    }

    /**
     * For a view of at most {@code longestSide} pixels that shows what a stream of {@code width} x {@code height} sees:
     * the part of its aspect, or, with {@link Fit#LETTERBOX}, everything.
     */
    public static DecodeSize ofView(int width, int height, Fit fit, int longestSide) {
        int longest = Math.max(longestSide, Math.max(width, height));
        if (fit == Fit.LETTERBOX) {
            return new DecodeSize(longest, longest, fit);
        }
        double scale = (double) longest / Math.max(width, height);
        return new DecodeSize((int) Math.ceil(width * scale), (int) Math.ceil(height * scale), fit);
    }

    /**
     * By how much both sides of a file may be divided, 1, 2, 4 or 8, whichever way its camera was held. Sides that
     * cannot be divided stay whole: they would be rounded up, and the picture would be stretched by a part of a
     * pixel.
     */
    int reduction(int fileWidth, int fileHeight) {
        double scale = Math.max(scale(fileWidth, fileHeight), scale(fileHeight, fileWidth));
        for (int reduction : REDUCTIONS) {
            boolean even = fileWidth % reduction == 0 && fileHeight % reduction == 0;
            if (even && MARGIN * reduction * scale <= 1) {
                return reduction;
            }
        }
        return 1;
    }

    private double scale(int fileWidth, int fileHeight) {
        double across = (double) width / fileWidth;
        double down = (double) height / fileHeight;
        return fit == Fit.CROP ? Math.max(across, down) : Math.min(across, down);
    }
}
