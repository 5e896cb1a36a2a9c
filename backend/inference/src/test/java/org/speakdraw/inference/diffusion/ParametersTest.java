package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

class ParametersTest {

    @Test
    void measuredStrengthChangesThePictureEvenly() {
        double[] changes = new double[50];
        // As with most models: nearly everything happens in the last few steps, and then nothing.
        Arrays.setAll(changes, index -> 3 + Math.min(40, 10 * (49 - index)) + (index == 20 ? -5 : 0));
        TimestepSelection measured = TimestepSelection.measured(changes);
        assertThat(measured.indices(0, 1)).containsExactly(49);
        assertThat(measured.indices(0.25, 1)).containsExactly(48);
        assertThat(measured.indices(0.5, 1)).containsExactly(47);
        assertThat(measured.indices(0.5, 2)).containsExactly(47, 48);
        assertThat(measured.indices(0, 3)).containsExactly(47, 48, 49);
        assertThat(measured.strength(48)).isEqualTo(0.25);
        assertThat(measured.strength(20)).as("levelled").isEqualTo(1);
        for (int index = 0; index < 50; index++) {
            int found = measured.indices(measured.strength(index), 1).get(0);
            assertThat(measured.strength(found)).isEqualTo(measured.strength(index));
        }
    }

    @Test
    void changesThatMeanNothingAreNamed() {
        assertThatThrownBy(() -> TimestepSelection.measured(new double[49])).hasMessageContaining("49");
        assertThatThrownBy(() -> TimestepSelection.measured(new double[50])).hasMessageContaining("0.0");
        double[] broken = new double[50];
        broken[0] = Double.NaN;
        assertThatThrownBy(() -> TimestepSelection.measured(broken)).hasMessageContaining("NaN");
    }

    @Test
    void strengthAndStepsBecomeIndices() {
        assertThat(TimestepSelection.LINEAR.indices(1, 1)).containsExactly(0);
        assertThat(TimestepSelection.LINEAR.indices(0.1, 1)).containsExactly(45);
        assertThat(TimestepSelection.LINEAR.indices(0.36, 2)).containsExactly(32, 41);
        assertThat(TimestepSelection.LINEAR.indices(1, 4)).containsExactly(0, 12, 25, 37);
        assertThat(TimestepSelection.LINEAR.indices(0, 1)).containsExactly(49);
        assertThat(TimestepSelection.LINEAR.indices(0, 3)).containsExactly(47, 48, 49);
    }

    @Test
    void indicesRiseStrictlyWhateverIsAskedFor() {
        for (int steps = 1; steps <= 50; steps++) {
            for (int percent = 0; percent <= 100; percent++) {
                List<Integer> indices = TimestepSelection.LINEAR.indices(percent / 100.0, steps);
                assertThat(indices).hasSize(steps);
                new StreamParameters(64, 64, indices, CfgType.NONE, 1, 1, true, 0, false);
            }
        }
    }

    @Test
    void selectionNamesWhatIsOutOfRange() {
        assertThatThrownBy(() -> TimestepSelection.LINEAR.indices(1.1, 1)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> TimestepSelection.LINEAR.indices(Double.NaN, 1))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> TimestepSelection.LINEAR.indices(1, 51)).hasMessageContaining("51");
    }

    @Test
    void parametersNameTheValueAndTheLimit() {
        assertInvalid("4", "8", () -> new StreamParameters(4, 64, List.of(1), CfgType.NONE, 1, 1, true, 0, false));
        assertInvalid(
                "9000", "8192", () -> new StreamParameters(64, 9000, List.of(1), CfgType.NONE, 1, 1, true, 0, false));
        assertInvalid(
                "empty", "one", () -> new StreamParameters(64, 64, List.of(), CfgType.NONE, 1, 1, true, 0, false));
        assertInvalid(
                "[3, 3]",
                "rise",
                () -> new StreamParameters(64, 64, List.of(3, 3), CfgType.NONE, 1, 1, true, 0, false));
        assertInvalid(
                "[50]", "49", () -> new StreamParameters(64, 64, List.of(50), CfgType.NONE, 1, 1, true, 0, false));
        assertInvalid(
                "NaN",
                "30",
                () -> new StreamParameters(64, 64, List.of(1), CfgType.NONE, Float.NaN, 1, true, 0, false));
        assertInvalid("-1", "10", () -> new StreamParameters(64, 64, List.of(1), CfgType.NONE, 1, -1, true, 0, false));
    }

    @Test
    void aPictureOfAnotherSizeIsRefused() {
        StreamParameters parameters = new StreamParameters(64, 64, List.of(1), CfgType.NONE, 1, 1, true, 0, false);
        TextEmbedding text = new TextEmbedding(1, 1, new float[1]);
        PictureTensor picture = new PictureTensor(32, 32, new float[3 * 32 * 32]);
        assertInvalid(
                "32 x 32",
                "64 x 64",
                () -> new StreamInput<>(new StreamState<>(), parameters, new Conditioning(text, text), picture, 0));
    }

    @Test
    void picturesKeepEveryLevel() {
        byte[] rgb = new byte[3 * 256];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 + i % 3);
        }
        Frame frame = new Frame(16, 16, rgb);
        assertThat(PictureTensor.of(frame).toFrame()).isEqualTo(frame);
    }

    @Test
    void controlCountsWithinItsWindow() {
        ControlStrength early = new ControlStrength(0.7f, 0, 0.3f);
        StepCoefficients noise = new StepCoefficients(999, 0.1f, 0.99f, 0, 1);
        StepCoefficients half = new StepCoefficients(499, 0.5f, 0.87f, 0, 1);
        assertThat(early.at(noise)).isEqualTo(0.7f);
        assertThat(early.at(half)).isZero();
        assertThat(new ControlStrength(1, 0.5f, 1).at(half)).isEqualTo(1);
        assertInvalid("2.1", "0 to 2", () -> new ControlStrength(2.1f, 0, 1));
        assertInvalid("-0.1", "0 to 1", () -> new ControlStrength(1, -0.1f, 1));
    }

    @Test
    void picturesClampAndRoundHalfToEven() {
        float[] planes = {-7, 7, 0, 1 / 255f, 3 / 255f, Float.NEGATIVE_INFINITY, -1, 1, 0.5f, 0, 0, 0};
        byte[] rgb = new PictureTensor(2, 2, planes).toFrame().rgb();
        assertThat(rgb[0] & 0xFF).isZero();
        assertThat(rgb[3] & 0xFF).isEqualTo(255);
        assertThat(rgb[6] & 0xFF).as("127.5").isEqualTo(128);
        assertThat(rgb[9] & 0xFF).as("128").isEqualTo(128);
        assertThat(rgb[1] & 0xFF).as("129").isEqualTo(129);
        float[] extremes = {Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE, -70_000, 70_000};
        int[] levels = {0, 255, 255, 0, 0, 255};
        byte[] clamped = new PictureTensor(2, 1, extremes).toFrame().rgb();
        for (int i = 0; i < extremes.length; i++) {
            assertThat(clamped[i % 2 * 3 + i / 2] & 0xFF).as("%s", extremes[i]).isEqualTo(levels[i]);
        }
        for (int i = 0; i < 100_000; i++) {
            float value = (i - 50_000) / 45_000f;
            int expected = (int) Math.rint(Math.max(0, Math.min(1, value / 2 + 0.5f)) * 255f);
            int actual =
                    new PictureTensor(1, 1, new float[] {value, 0, 0}).toFrame().rgb()[0] & 0xFF;
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static void assertInvalid(
            String value, String limit, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(value)
                .hasMessageContaining(limit);
    }
}
