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

    /**
     * Means, not sums, along each row. Four rows at a time: a running sum waits for its own last addition, and four
     * do not wait for each other.
     */
    private static float[] meanOfRows(float[] values, int width, int height, int radius) {
        float[] means = new float[values.length];
        float[] inverse = inverseCounts(width, radius);
        for (int y = 0; y < height; y += 4) {
            int first = y * width;
            // Below the last row that one is worked on again.
            int second = Math.min(y + 1, height - 1) * width;
            int third = Math.min(y + 2, height - 1) * width;
            int fourth = Math.min(y + 3, height - 1) * width;
            double firstSum = 0;
            double secondSum = 0;
            double thirdSum = 0;
            double fourthSum = 0;
            for (int x = -radius; x < width; x++) {
                int entering = x + radius;
                if (entering < width) {
                    firstSum += values[first + entering];
                    secondSum += values[second + entering];
                    thirdSum += values[third + entering];
                    fourthSum += values[fourth + entering];
                }
                int leaving = x - radius - 1;
                if (leaving >= 0) {
                    firstSum -= values[first + leaving];
                    secondSum -= values[second + leaving];
                    thirdSum -= values[third + leaving];
                    fourthSum -= values[fourth + leaving];
                }
                if (x >= 0) {
                    means[first + x] = (float) firstSum * inverse[x];
                    means[second + x] = (float) secondSum * inverse[x];
                    means[third + x] = (float) thirdSum * inverse[x];
                    means[fourth + x] = (float) fourthSum * inverse[x];
                }
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
