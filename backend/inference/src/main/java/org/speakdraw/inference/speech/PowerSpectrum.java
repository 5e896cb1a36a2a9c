package org.speakdraw.inference.speech;

/**
 * Squared magnitudes of the discrete Fourier transform of 400 real values. Even and odd values are packed into 200
 * complex ones, transformed with the self-sorting mixed-radix algorithm (Stockham; radices 2, 4, 5, 5) and unpacked.
 * Holds work memory: not thread-safe.
 */
final class PowerSpectrum {

    /** Values in. */
    static final int SIZE = 400;
    /** Values out: 0 Hz to half the sample rate. */
    static final int BINS = SIZE / 2 + 1;

    private static final int HALF = SIZE / 2;
    private static final int[] RADICES = {4, 2, 5, 5};

    private final double[] cos = new double[SIZE];
    private final double[] sin = new double[SIZE];
    private double[] re = new double[HALF];
    private double[] im = new double[HALF];
    private double[] nextRe = new double[HALF];
    private double[] nextIm = new double[HALF];

    PowerSpectrum() {
        for (int i = 0; i < SIZE; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / SIZE);
            sin[i] = -Math.sin(2 * Math.PI * i / SIZE);
        }
    }

    /**
     * Transforms.
     *
     * @param power gets {@link #BINS} values
     */
    void of(double[] values, double[] power) {
        for (int i = 0; i < HALF; i++) {
            re[i] = values[2 * i];
            im[i] = values[2 * i + 1];
        }
        int length = HALF;
        int stride = 1;
        for (int radix : RADICES) {
            switch (radix) {
                case 2 -> radix2(length / 2, stride);
                case 4 -> radix4(length / 4, stride);
                default -> radix5(length / 5, stride);
            }
            length /= radix;
            stride *= radix;
            double[] swap = re;
            re = nextRe;
            nextRe = swap;
            swap = im;
            im = nextIm;
            nextIm = swap;
        }
        unpack(power);
    }

    private void unpack(double[] power) {
        for (int k = 0; k <= HALF; k++) {
            int at = k % HALF;
            int mirror = (HALF - k) % HALF;
            double evenRe = 0.5 * (re[at] + re[mirror]);
            double evenIm = 0.5 * (im[at] - im[mirror]);
            double oddRe = 0.5 * (im[at] + im[mirror]);
            double oddIm = 0.5 * (re[mirror] - re[at]);
            double a = evenRe + cos[k] * oddRe - sin[k] * oddIm;
            double b = evenIm + cos[k] * oddIm + sin[k] * oddRe;
            power[k] = a * a + b * b;
        }
    }

    private void put(int to, double a, double b, int twiddle) {
        nextRe[to] = a * cos[twiddle] - b * sin[twiddle];
        nextIm[to] = a * sin[twiddle] + b * cos[twiddle];
    }

    private void radix2(int part, int stride) {
        for (int p = 0; p < part; p++) {
            int twiddle = p * (HALF / (2 * part)) * 2;
            for (int q = 0; q < stride; q++) {
                int a = q + stride * p;
                int b = a + stride * part;
                int to = q + stride * 2 * p;
                nextRe[to] = re[a] + re[b];
                nextIm[to] = im[a] + im[b];
                put(to + stride, re[a] - re[b], im[a] - im[b], twiddle);
            }
        }
    }

    private void radix4(int part, int stride) {
        for (int p = 0; p < part; p++) {
            int twiddle = p * (HALF / (4 * part)) * 2;
            for (int q = 0; q < stride; q++) {
                int a = q + stride * p;
                int b = a + stride * part;
                int c = b + stride * part;
                int d = c + stride * part;
                int to = q + stride * 4 * p;
                double sumRe = re[a] + re[c];
                double sumIm = im[a] + im[c];
                double differenceRe = re[a] - re[c];
                double differenceIm = im[a] - im[c];
                double otherRe = re[b] + re[d];
                double otherIm = im[b] + im[d];
                double turnedRe = im[b] - im[d];
                double turnedIm = re[d] - re[b];
                nextRe[to] = sumRe + otherRe;
                nextIm[to] = sumIm + otherIm;
                put(to + stride, differenceRe + turnedRe, differenceIm + turnedIm, twiddle);
                put(to + 2 * stride, sumRe - otherRe, sumIm - otherIm, 2 * twiddle);
                put(to + 3 * stride, differenceRe - turnedRe, differenceIm - turnedIm, 3 * twiddle);
            }
        }
    }

    private void radix5(int part, int stride) {
        double c1 = cos[SIZE / 5];
        double s1 = sin[SIZE / 5];
        double c2 = cos[2 * SIZE / 5];
        double s2 = sin[2 * SIZE / 5];
        for (int p = 0; p < part; p++) {
            int twiddle = p * (HALF / (5 * part)) * 2;
            for (int q = 0; q < stride; q++) {
                int a = q + stride * p;
                int b = a + stride * part;
                int c = b + stride * part;
                int d = c + stride * part;
                int e = d + stride * part;
                int to = q + stride * 5 * p;
                double beRe = re[b] + re[e];
                double beIm = im[b] + im[e];
                double bmRe = re[b] - re[e];
                double bmIm = im[b] - im[e];
                double cdRe = re[c] + re[d];
                double cdIm = im[c] + im[d];
                double cmRe = re[c] - re[d];
                double cmIm = im[c] - im[d];
                nextRe[to] = re[a] + beRe + cdRe;
                nextIm[to] = im[a] + beIm + cdIm;
                double evenRe = re[a] + c1 * beRe + c2 * cdRe;
                double evenIm = im[a] + c1 * beIm + c2 * cdIm;
                double oddRe = -s1 * bmIm - s2 * cmIm;
                double oddIm = s1 * bmRe + s2 * cmRe;
                put(to + stride, evenRe + oddRe, evenIm + oddIm, twiddle);
                put(to + 4 * stride, evenRe - oddRe, evenIm - oddIm, 4 * twiddle);
                evenRe = re[a] + c2 * beRe + c1 * cdRe;
                evenIm = im[a] + c2 * beIm + c1 * cdIm;
                oddRe = -s2 * bmIm + s1 * cmIm;
                oddIm = s2 * bmRe - s1 * cmRe;
                put(to + 2 * stride, evenRe + oddRe, evenIm + oddIm, 2 * twiddle);
                put(to + 3 * stride, evenRe - oddRe, evenIm - oddIm, 3 * twiddle);
            }
        }
    }
}
