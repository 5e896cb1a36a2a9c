package org.speakdraw.inference.imaging;

/**
 * Mean over a square window, in time that does not depend on the window: running sums along the rows, then along the
 * columns. At the border the window is what lies inside the picture. Sums are double, so that nothing drifts on the way
 * through a picture. Thread-safe.
 */
public final class BoxFilter {

    private BoxFilter() {}

    /**
     * The mean around every pixel, as a new plane.
     *
     * @param values one plane, rows top-down, length width x height; not changed
     * @param radius pixels on every side of the centre, at least 0
     */
    public static float[] mean(float[] values, int width, int height, int radius) {
        if (radius < 0 || values.length != (long) width * height) {
            throw new IllegalArgumentException("a box of radius " + radius + " over " + values.length + " values of "
                    + width + " x " + height + ": the radius is at least 0, and the lengths are equal");
        }
        return radius == 0 ? values.clone() : meanOfColumns(meanOfRows(values, width, height, radius), width, radius);
    }

    /** Means, not sums, along each row. */
    private static float[] meanOfRows(float[] values, int width, int height, int radius) {
        float[] means = new float[values.length];
        float[] inverse = inverseCounts(width, radius);
        for (int y = 0, row = 0; y < height; y++, row += width) {
            double sum = 0;
            for (int x = 0; x < Math.min(radius, width); x++) {
                sum += values[row + x];
            }
            for (int x = 0; x < width; x++) {
                if (x + radius < width) {
                    sum += values[row + x + radius];
                }
                if (x - radius > 0) {
                    sum -= values[row + x - radius - 1];
                }
                means[row + x] = (float) sum * inverse[x];
            }
        }
        return means;
    }

    /** One running sum a column, all columns at once: reads and writes whole rows, which the cache likes. */
    private static float[] meanOfColumns(float[] values, int width, int radius) {
        int height = values.length / width;
        float[] means = new float[values.length];
        float[] inverse = inverseCounts(height, radius);
        double[] sums = new double[width];
        for (int y = 0; y < Math.min(radius, height); y++) {
            add(sums, values, y * width);
        }
        for (int y = 0; y < height; y++) {
            if (y + radius < height) {
                add(sums, values, (y + radius) * width);
            }
            if (y - radius > 0) {
                subtract(sums, values, (y - radius - 1) * width);
            }
            float scale = inverse[y];
            int row = y * width;
            for (int x = 0; x < width; x++) {
                means[row + x] = (float) sums[x] * scale;
            }
        }
        return means;
    }

    private static void add(double[] sums, float[] values, int row) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += values[row + x];
        }
    }

    private static void subtract(double[] sums, float[] values, int row) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] -= values[row + x];
        }
    }

    /** 1 / the number of positions of the window that lie inside, for every position of its centre. */
    private static float[] inverseCounts(int length, int radius) {
        float[] inverse = new float[length];
        for (int i = 0; i < length; i++) {
            int first = Math.max(0, i - radius);
            int last = Math.min(length - 1, i + radius);
            inverse[i] = 1f / (last - first + 1);
        }
        return inverse;
    }
}
