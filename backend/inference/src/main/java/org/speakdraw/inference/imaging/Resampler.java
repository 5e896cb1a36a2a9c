package org.speakdraw.inference.imaging;

import org.speakdraw.inference.Frame;

/**
 * Separable antialiased resizing that agrees bit by bit with Pillow's {@code Image.resize} (its {@code Resample.c}):
 * the filter widens with the reduction, weights are fixed-point with 22 fraction bits, and the rows between the two
 * passes are rounded to 8 bits. For inputs that a model's Python code prepared in this way; live frames go through
 * {@link FrameFitter}. Thread-safe.
 */
public final class Resampler {

    /** The interpolation filters of Pillow that models ask for. */
    public enum Kernel {
        /** Support 2, a = -0.5. */
        BICUBIC(2),
        /** Support 3. */
        LANCZOS(3);

        private final double support;

        Kernel(double support) {
            this.support = support;
        }

        private double weight(double x) {
            double distance = Math.abs(x);
            if (distance >= support) {
                return 0;
            }
            if (this == LANCZOS) {
                return sinc(x) * sinc(x / 3);
            }
            double a = -0.5;
            return distance < 1
                    ? ((a + 2) * distance - (a + 3)) * distance * distance + 1
                    : (((distance - 5) * distance + 8) * distance - 4) * a;
        }

        private static double sinc(double x) {
            return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
        }
    }

    private static final int FRACTION_BITS = 22;

    private Resampler() {}

    /** Stretches the whole picture to the size; the aspect is the caller's concern. */
    public static Frame resize(Frame frame, int width, int height, Kernel kernel) {
        byte[] rows = frame.rgb();
        if (width != frame.width()) {
            rows = pass(rows, frame.width(), width, 3, frame.height(), kernel);
        }
        if (height != frame.height()) {
            rows = pass(rows, frame.height(), height, 3 * width, 1, kernel);
        }
        return new Frame(width, height, rows);
    }

    /** Resizes the middle axis of an array [outer, size, inner]: pixels of a row, or rows of the picture. */
    private static byte[] pass(byte[] source, int inSize, int outSize, int inner, int outer, Kernel kernel) {
        double scale = (double) inSize / outSize;
        double filterScale = Math.max(scale, 1);
        double support = kernel.support * filterScale;
        byte[] target = new byte[outer * outSize * inner];
        for (int out = 0; out < outSize; out++) {
            double centre = (out + 0.5) * scale;
            int first = Math.max(0, (int) (centre - support + 0.5));
            int count = Math.min(inSize, (int) (centre + support + 0.5)) - first;
            int[] weights = weights(kernel, first, count, centre, filterScale);
            for (int block = 0; block < outer; block++) {
                int from = (block * inSize + first) * inner;
                int to = (block * outSize + out) * inner;
                for (int i = 0; i < inner; i++) {
                    int sum = 1 << (FRACTION_BITS - 1);
                    for (int k = 0; k < count; k++) {
                        sum += (source[from + k * inner + i] & 0xFF) * weights[k];
                    }
                    target[to + i] = (byte) Math.max(0, Math.min(255, sum >> FRACTION_BITS));
                }
            }
        }
        return target;
    }

    private static int[] weights(Kernel kernel, int first, int count, double centre, double filterScale) {
        double[] exact = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            exact[k] = kernel.weight((k + first - centre + 0.5) / filterScale);
            sum += exact[k];
        }
        int[] fixed = new int[count];
        for (int k = 0; k < count; k++) {
            double scaled = exact[k] / sum * (1 << FRACTION_BITS);
            fixed[k] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
        return fixed;
    }
}
