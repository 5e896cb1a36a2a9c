package org.speakdraw.inference.speech;

import java.util.Arrays;
import java.util.stream.IntStream;

/** From logits to probabilities and choices. A suppressed token has the logit negative infinity. */
final class Probabilities {

    private Probabilities() {}

    /** Natural logarithms of the softmax. */
    static double[] logs(float[] logits) {
        double sum = logSum(logits, 0, logits.length);
        double[] logs = new double[logits.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = logits[i] - sum;
        }
        return logs;
    }

    /** The softmax of one token. */
    static double of(float[] logits, int token) {
        return Math.exp(logits[token] - logSum(logits, 0, logits.length));
    }

    /** Logarithm of the sum of the exponentials of {@code from..to-1}; negative infinity where all are suppressed. */
    static double logSum(float[] logits, int from, int to) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, logits[i]);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(logits[i] - largest);
        }
        return largest + Math.log(sum);
    }

    /** Index of the largest value in {@code from..to-1}; the first of equals. */
    static int largest(float[] logits, int from, int to) {
        int best = from;
        for (int i = from + 1; i < to; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Indices of the {@code count} largest values, largest first. */
    static int[] largest(double[] values, int count) {
        int[] best = new int[count];
        int filled = 0;
        for (int i = 0; i < values.length; i++) {
            if (filled < count || values[i] > values[best[filled - 1]]) {
                int at = filled < count ? filled++ : count - 1;
                while (at > 0 && values[best[at - 1]] < values[i]) {
                    best[at] = best[at - 1];
                    at--;
                }
                best[at] = i;
            }
        }
        return Arrays.copyOf(best, filled);
    }

    /**
     * Draws from the softmax of {@code logits / temperature}.
     *
     * @param uniform 0..1, 1 excluded
     */
    static int draw(float[] logits, double temperature, double uniform) {
        float[] scaled = new float[logits.length];
        IntStream.range(0, scaled.length).forEach(i -> scaled[i] = (float) (logits[i] / temperature));
        double sum = logSum(scaled, 0, scaled.length);
        double left = uniform;
        for (int i = 0; i < scaled.length; i++) {
            left -= Math.exp(scaled[i] - sum);
            if (left < 0) {
                return i;
            }
        }
        return largest(scaled, 0, scaled.length);
    }
}
