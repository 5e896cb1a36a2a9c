package org.speakdraw.inference.imaging;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.UnitRange;

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

    /**
     * Slopes that sum up to less belong to windows without an edge of the matte: there the offset is the matte to
     * within this much, and three quarters of a usual picture need no colours.
     */
    private static final float FLAT = 0.01f;

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
            plane[i] = UnitRange.of(rgb[at]);
        }
        return plane;
    }

    private static Matte apply(GuidedCoefficients coefficients, int width, int height, Frame guide) {
        byte[] rgb = guide.rgb();
        float[] alpha = new float[guide.width() * guide.height()];
        LinearSteps columns = LinearSteps.of(width, guide.width());
        LinearSteps rows = LinearSteps.of(height, guide.height());
        int[] first = columns.first();
        int[] second = columns.second();
        float[] share = columns.share();
        float[] red = new float[width];
        float[] green = new float[width];
        float[] blue = new float[width];
        float[] offset = new float[width];
        boolean[] edge = new boolean[width];
        for (int y = 0, i = 0; y < guide.height(); y++) {
            rows.mixRows(coefficients.red(), y, red);
            rows.mixRows(coefficients.green(), y, green);
            rows.mixRows(coefficients.blue(), y, blue);
            rows.mixRows(coefficients.offset(), y, offset);
            for (int x = 0; x < width; x++) {
                edge[x] = Math.abs(red[x]) + Math.abs(green[x]) + Math.abs(blue[x]) > FLAT;
            }
            for (int x = 0; x < share.length; x++, i++) {
                int left = first[x];
                int right = second[x];
                float part = share[x];
                float value = mix(offset, left, right, part);
                if (edge[left] || edge[right]) {
                    int at = 3 * i;
                    float sum = mix(red, left, right, part) * (rgb[at] & 0xFF)
                            + mix(green, left, right, part) * (rgb[at + 1] & 0xFF)
                            + mix(blue, left, right, part) * (rgb[at + 2] & 0xFF);
                    value += sum * (1 / 255f);
                }
                alpha[i] = UnitRange.clamp(value);
            }
        }
        return new Matte(guide.width(), guide.height(), alpha);
    }

    private static float mix(float[] row, int left, int right, float part) {
        return row[left] + (row[right] - row[left]) * part;
    }
}
