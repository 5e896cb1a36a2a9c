package org.speakdraw.inference.speech;

import java.util.Arrays;

/**
 * When each token of a text was said, by what the decoder listens to meanwhile (openai/whisper, {@code timing.py}):
 * the attention of the heads that follow the sound, as standard scores over the tokens, smoothed by a running median,
 * and through the mean of the heads the cheapest path that never goes back (dynamic time warping).
 */
final class TokenTimes {

    private static final double SECONDS_A_POSITION = 0.02;
    /** Positions of the running median; odd. */
    private static final int SMOOTHED = 7;

    private TokenTimes() {}

    /**
     * Finds where each row begins.
     *
     * @param attention [head, token, position], sums to 1 over the positions
     * @param from      the first token that counts; all are needed for the standard scores
     * @param rows      tokens that count
     * @param positions those that hold sound, at least 1; the rest is left out
     * @return seconds from the window's beginning, rising: [rows]
     */
    static double[] of(float[][][] attention, int from, int rows, int positions) {
        double[][] cost = new double[rows][positions];
        for (float[][] head : attention) {
            double[][] scores = scores(head, positions);
            for (int row = 0; row < rows; row++) {
                double[] smooth = median(scores[from + row]);
                for (int position = 0; position < positions; position++) {
                    cost[row][position] -= smooth[position] / attention.length;
                }
            }
        }
        return Arrays.stream(path(cost))
                .mapToDouble(position -> position * SECONDS_A_POSITION)
                .toArray();
    }

    /** How far each value is from its position's mean over the tokens, in standard deviations. */
    private static double[][] scores(float[][] head, int positions) {
        double[][] scores = new double[head.length][positions];
        for (int token = 0; token < head.length; token++) {
            double sum = 0;
            for (int position = 0; position < positions; position++) {
                sum += head[token][position];
            }
            for (int position = 0; position < positions; position++) {
                scores[token][position] = head[token][position] / Math.max(sum, Double.MIN_NORMAL);
            }
        }
        for (int position = 0; position < positions; position++) {
            double sum = 0;
            double squares = 0;
            for (double[] token : scores) {
                sum += token[position];
                squares += token[position] * token[position];
            }
            double mean = sum / scores.length;
            double deviation = Math.sqrt(Math.max(squares / scores.length - mean * mean, 0));
            for (double[] token : scores) {
                token[position] = deviation == 0 ? 0 : (token[position] - mean) / deviation;
            }
        }
        return scores;
    }

    /** A running median; beyond the ends the values are mirrored. */
    private static double[] median(double[] values) {
        int reach = SMOOTHED / 2;
        if (values.length <= reach) {
            return values;
        }
        double[] smooth = new double[values.length];
        double[] window = new double[SMOOTHED];
        for (int i = 0; i < values.length; i++) {
            for (int j = -reach; j <= reach; j++) {
                int at = Math.abs(i + j);
                window[j + reach] = values[at < values.length ? at : 2 * (values.length - 1) - at];
            }
            Arrays.sort(window);
            smooth[i] = window[reach];
        }
        return smooth;
    }

    /** The position at which the cheapest path from the first corner to the last enters each row. */
    private static int[] path(double[][] cost) {
        int rows = cost.length;
        int positions = cost[0].length;
        double[][] least = new double[rows + 1][positions + 1];
        for (double[] row : least) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        least[0][0] = 0;
        for (int row = 1; row <= rows; row++) {
            for (int position = 1; position <= positions; position++) {
                double before = Math.min(
                        least[row - 1][position - 1], Math.min(least[row - 1][position], least[row][position - 1]));
                least[row][position] = cost[row - 1][position - 1] + before;
            }
        }
        int[] entered = new int[rows];
        int row = rows;
        int position = positions;
        while (row > 0 && position > 0) {
            entered[row - 1] = position - 1;
            double both = least[row - 1][position - 1];
            if (both < least[row - 1][position] && both < least[row][position - 1]) {
                row--;
                position--;
            } else if (least[row - 1][position] < both && least[row - 1][position] < least[row][position - 1]) {
                row--;
            } else {
                position--;
            }
        }
        return entered;
    }
}
