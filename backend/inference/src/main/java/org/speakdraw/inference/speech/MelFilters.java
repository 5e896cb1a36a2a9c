package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * Triangular filters on the mel scale of Slaney's Auditory Toolbox (linear below 1 kHz, logarithmic above), each of
 * unit area, 0 to 8 kHz over the 201 bins of 16 kHz sound: librosa's {@code filters.mel(norm="slaney", htk=False)}.
 *
 * @param first   of each filter, the first bin with a weight
 * @param weights of each filter, from the first bin on
 */
record MelFilters(int[] first, double[][] weights) {

    private static final double TOP_HZ = 8000;
    private static final double LINEAR_HZ = 200.0 / 3;
    private static final double BREAK_HZ = 1000;
    private static final double BREAK_MEL = BREAK_HZ / LINEAR_HZ;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    static MelFilters of(int count) {
        double[] edges = new double[count + 2];
        double top = BREAK_MEL + Math.log(TOP_HZ / BREAK_HZ) / LOG_STEP;
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertz(top * i / (count + 1));
        }
        int[] first = new int[count];
        double[][] weights = new double[count][];
        for (int m = 0; m < count; m++) {
            List<Double> row = new ArrayList<>();
            for (int bin = 0; bin < PowerSpectrum.BINS; bin++) {
                double hertz = TOP_HZ * bin / (PowerSpectrum.BINS - 1);
                double up = (hertz - edges[m]) / (edges[m + 1] - edges[m]);
                double down = (edges[m + 2] - hertz) / (edges[m + 2] - edges[m + 1]);
                double weight = Math.min(up, down) * 2 / (edges[m + 2] - edges[m]);
                if (weight > 0) {
                    if (row.isEmpty()) {
                        first[m] = bin;
                    }
                    row.add(weight);
                }
            }
            weights[m] = row.stream().mapToDouble(Double::doubleValue).toArray();
        }
        return new MelFilters(first, weights);
    }

    /** Number of filters. */
    int count() {
        return first.length;
    }

    /** Energy that filter {@code index} lets through. */
    double energy(int index, double[] power) {
        double sum = 0;
        double[] row = weights[index];
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * power[first[index] + i];
        }
        return sum;
    }

    private static double hertz(double mel) {
        return mel < BREAK_MEL ? mel * LINEAR_HZ : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
    }
}
