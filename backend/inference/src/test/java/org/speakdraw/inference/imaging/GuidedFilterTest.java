package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

class GuidedFilterTest {

    @Test
    void boxFilterAveragesTheWindowInsideThePicture() {
        Random random = new Random(3);
        int[][] cases = {{7, 5, 1}, {7, 5, 2}, {9, 4, 6}, {1, 6, 2}, {6, 1, 3}, {5, 5, 0}, {40, 30, 8}};
        for (int[] one : cases) {
            float[] values = random(random, one[0] * one[1]);
            float[] means = BoxFilter.mean(values, one[0], one[1], one[2]);
            for (int y = 0; y < one[1]; y++) {
                for (int x = 0; x < one[0]; x++) {
                    assertThat((double) means[y * one[0] + x])
                            .as("%s at %d, %d", Arrays.toString(one), x, y)
                            .isCloseTo(slowMean(values, one[0], one[1], one[2], x, y), within(1e-6));
                }
            }
        }
    }

    /** The linear model of one window, solved by elimination in double precision. */
    @Test
    void coefficientsSolveTheLinearModelOfTheirWindow() {
        Random random = new Random(5);
        int side = 3;
        float[][] planes = {random(random, 9), random(random, 9), random(random, 9), random(random, 9)};
        float epsilon = 1e-2f;
        // Radius 2 on 3 x 3: every window is the whole picture, so averaging the coefficients changes nothing.
        GuidedCoefficients found = GuidedCoefficients.of(planes[0], planes[1], planes[2], planes[3], side, 2, epsilon);
        double[][] system = new double[3][4];
        double[] mean = new double[4];
        for (int k = 0; k < 4; k++) {
            for (float value : planes[k]) {
                mean[k] += value / 9;
            }
        }
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 4; column++) {
                for (int i = 0; i < 9; i++) {
                    system[row][column] += (planes[row][i] - mean[row]) * (planes[column][i] - mean[column]) / 9;
                }
            }
            system[row][row] += epsilon;
        }
        double[] a = solve(system);
        for (int i = 0; i < 9; i++) {
            assertThat((double) found.red()[i]).isCloseTo(a[0], within(1e-4));
            assertThat((double) found.green()[i]).isCloseTo(a[1], within(1e-4));
            assertThat((double) found.blue()[i]).isCloseTo(a[2], within(1e-4));
            assertThat((double) found.offset()[i])
                    .isCloseTo(mean[3] - a[0] * mean[0] - a[1] * mean[1] - a[2] * mean[2], within(1e-4));
        }
    }

    @Test
    void drawsABlurredEdgeToThePicturesEdge() {
        int side = 128;
        byte[] rgb = new byte[3 * side * side];
        float[] blurred = new float[32 * 32];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                // Red person on green: equally bright, so only the colour tells them apart.
                rgb[3 * (y * side + x) + (x < 70 ? 0 : 1)] = (byte) (x < 70 ? 150 : 77);
            }
        }
        for (int i = 0; i < blurred.length; i++) {
            blurred[i] = Math.max(0f, Math.min(1f, 0.5f - (i % 32 + 0.5f - 17.5f) / 6));
        }
        Matte refined = new GuidedFilter(2, 1e-3f, 1).refine(new Matte(32, 32, blurred), new Frame(side, side, rgb));
        int row = 64 * side;
        assertThat(refined.alpha()[row + 69] - refined.alpha()[row + 70]).isGreaterThan(0.5f);
        assertThat(refined.alpha()[row + 20]).isCloseTo(1f, within(1e-3f));
        assertThat(refined.alpha()[row + 110]).isCloseTo(0f, within(1e-3f));
    }

    @Test
    void keepsACertainMatteWhateverThePicture() {
        Random random = new Random(9);
        byte[] rgb = new byte[3 * 60 * 40];
        random.nextBytes(rgb);
        for (float value : new float[] {0, 1}) {
            float[] alpha = new float[30 * 20];
            Arrays.fill(alpha, value);
            Matte refined = new GuidedFilter(3, 1e-3f, 2).refine(new Matte(30, 20, alpha), new Frame(60, 40, rgb));
            assertThat(refined.width()).isEqualTo(60);
            for (float refinedValue : refined.alpha()) {
                assertThat(refinedValue).isCloseTo(value, within(1e-4f));
            }
        }
    }

    @Test
    void saysWhatItTakes() {
        assertThatThrownBy(() -> new GuidedFilter(0, 1e-3f, 1)).hasMessageContaining("radius 0");
        assertThatThrownBy(() -> new GuidedFilter(1, Float.NaN, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new GuidedFilter(1, 1e-3f, 9)).hasMessageContaining("9");
        assertThatThrownBy(() -> new Matte(2, 2, new float[3])).hasMessageContaining("got 3");
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static double slowMean(float[] values, int width, int height, int radius, int x, int y) {
        double sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
            for (int u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
                sum += values[v * width + u];
                count++;
            }
        }
        return sum / count;
    }

    private static double[] solve(double[][] system) {
        for (int pivot = 0; pivot < 3; pivot++) {
            for (int row = 0; row < 3; row++) {
                if (row != pivot) {
                    double factor = system[row][pivot] / system[pivot][pivot];
                    for (int column = 0; column < 4; column++) {
                        system[row][column] -= factor * system[pivot][column];
                    }
                }
            }
        }
        return new double[] {system[0][3] / system[0][0], system[1][3] / system[1][1], system[2][3] / system[2][2]};
    }
}
