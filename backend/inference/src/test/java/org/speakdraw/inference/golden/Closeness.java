package org.speakdraw.inference.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.speakdraw.inference.Frame;

/** The tolerance that the reference data names for single precision on the CPU. */
public final class Closeness {

    private static final double TOLERANCE = 2e-5;

    private Closeness() {}

    /** {@code |actual - golden| <= 2e-5 + 2e-5 max|golden|} everywhere. */
    public static void assertClose(String what, float[] actual, Numpy.Array golden) {
        assertThat(actual.length).as(what + ": number of values").isEqualTo(golden.values().length);
        double largest = 0;
        for (double value : golden.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(difference(actual, golden.floats()))
                .as(what + ": largest difference")
                .isLessThanOrEqualTo(TOLERANCE + TOLERANCE * largest);
    }

    /** At most one level off, in fewer than a thousandth of the samples. */
    public static void assertClose(String what, Frame actual, Numpy.Array golden) {
        byte[] rgb = actual.rgb();
        assertThat(rgb.length).as(what).isEqualTo(golden.values().length);
        int off = 0;
        for (int i = 0; i < rgb.length; i++) {
            double difference = Math.abs((rgb[i] & 0xFF) - golden.values()[i]);
            assertThat(difference).as(what + ": levels off").isLessThanOrEqualTo(1);
            off += difference > 0 ? 1 : 0;
        }
        assertThat((double) off / rgb.length)
                .as(what + ": share of samples off")
                .isLessThan(1e-3);
    }

    /** Infinite where a value is not a number. */
    public static double difference(float[] a, float[] b) {
        assertThat(a.length).isEqualTo(b.length);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs((double) a[i] - b[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return largest;
    }

    public static float[] joined(List<float[]> rows) {
        float[] joined = new float[rows.stream().mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, joined, at, row.length);
            at += row.length;
        }
        return joined;
    }
}
