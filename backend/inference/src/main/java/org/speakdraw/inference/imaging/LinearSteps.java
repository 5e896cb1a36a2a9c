package org.speakdraw.inference.imaging;

/**
 * Linear interpolation along one axis, pixel centres on pixel centres: both sizes cover the same view.
 *
 * @param first  for every new position the neighbour before it
 * @param second the neighbour after it; equal to the first at the end
 * @param share  0..1 of the second one
 */
record LinearSteps(int[] first, int[] second, float[] share) {

    static LinearSteps of(int from, int to) {
        int[] first = new int[to];
        int[] second = new int[to];
        float[] share = new float[to];
        for (int i = 0; i < to; i++) {
            float position = Math.max(0f, (i + 0.5f) * from / to - 0.5f);
            first[i] = Math.min(from - 1, (int) position);
            second[i] = Math.min(from - 1, first[i] + 1);
            share[i] = position - first[i];
        }
        return new LinearSteps(first, second, share);
    }

    /** The row at a new position, from a plane whose rows are {@code target} long. */
    void mixRows(float[] plane, int position, float[] target) {
        int above = first[position] * target.length;
        int below = second[position] * target.length;
        float part = share[position];
        for (int x = 0; x < target.length; x++) {
            target[x] = plane[above + x] + (plane[below + x] - plane[above + x]) * part;
        }
    }
}
