package org.speakdraw.inference.imaging;

import org.speakdraw.inference.Frame;

/**
 * Draws the edges of a coarse matte to the edges of the picture: K. He, J. Sun, X. Tang, "Guided Image Filtering" (ECCV
 * 2010, TPAMI 2013) with a colour guide, in the form of K. He, J. Sun, "Fast Guided Filter" (arXiv 1505.00996): the
 * linear model of {@link GuidedCoefficients} is found at a small size, enlarged linearly and applied to the guide at
 * its own size. Time grows with the pixels only, not with the radius. Thread-safe.
 *
 * @param radius      of the window, pixels at the small size, 1..64
 * @param epsilon     variance of colours (0..1) below which a window counts as flat, 1e-5..1
 * @param subsampling how many times smaller than the coarse matte the small size is, 1..8
 */
public record GuidedFilter(int radius, float epsilon, int subsampling) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public GuidedFilter {
        if (radius < 1 || radius > 64 || !(epsilon >= 1e-5f && epsilon <= 1f)) {
            throw new IllegalArgumentException("a guided filter of radius " + radius + " and epsilon " + epsilon
                    + ": the radius is 1..64, epsilon 1e-5..1");
        }
        if (subsampling < 1 || subsampling > 8) {
            throw new IllegalArgumentException("a subsampling of " + subsampling + "; it is 1..8");
        }
    }

    /** The matte at the size of {@code guide}; both show the same view. Values stay within 0..1. */
    public Matte refine(Matte coarse, Frame guide) {
        int width = Math.max(1, coarse.width() / subsampling);
        int height = Math.max(1, coarse.height() / subsampling);
        Frame small = FrameStretcher.stretch(guide, width, height);
        GuidedCoefficients coefficients = GuidedCoefficients.of(
                plane(small, 0),
                plane(small, 1),
                plane(small, 2),
                MatteShaper.shape(coarse, width, height, CompositeOptions.usual()),
                width,
                radius,
                epsilon);
        return apply(coefficients, width, height, guide);
    }

    private static float[] plane(Frame frame, int channel) {
        byte[] rgb = frame.rgb();
        float[] plane = new float[rgb.length / 3];
        for (int i = 0, at = channel; i < plane.length; i++, at += 3) {
            plane[i] = (rgb[at] & 0xFF) / 255f;
        }
        return plane;
    }

    private static Matte apply(GuidedCoefficients coefficients, int width, int height, Frame guide) {
        byte[] rgb = guide.rgb();
        float[] alpha = new float[guide.width() * guide.height()];
        LinearSteps columns = LinearSteps.of(width, guide.width());
        LinearSteps rows = LinearSteps.of(height, guide.height());
        float[] small = new float[width];
        float[] red = new float[guide.width()];
        float[] green = new float[guide.width()];
        float[] blue = new float[guide.width()];
        float[] offset = new float[guide.width()];
        for (int y = 0, i = 0; y < guide.height(); y++) {
            enlarge(coefficients.red(), y, rows, columns, small, red);
            enlarge(coefficients.green(), y, rows, columns, small, green);
            enlarge(coefficients.blue(), y, rows, columns, small, blue);
            enlarge(coefficients.offset(), y, rows, columns, small, offset);
            for (int x = 0; x < offset.length; x++, i++) {
                int at = 3 * i;
                float sum =
                        red[x] * (rgb[at] & 0xFF) + green[x] * (rgb[at + 1] & 0xFF) + blue[x] * (rgb[at + 2] & 0xFF);
                alpha[i] = Math.max(0f, Math.min(1f, sum * (1 / 255f) + offset[x]));
            }
        }
        return new Matte(guide.width(), guide.height(), alpha);
    }

    private static void enlarge(
            float[] plane, int y, LinearSteps rows, LinearSteps columns, float[] small, float[] target) {
        rows.mixRows(plane, y, small);
        columns.stretch(small, target);
    }
}
