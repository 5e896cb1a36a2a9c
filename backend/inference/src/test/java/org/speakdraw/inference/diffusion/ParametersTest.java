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
        InputPicture picture = new InputPicture(new Frame(32, 32, new byte[3 * 32 * 32]));
        assertInvalid(
                "32 x 32",
                "64 x 64",
                () -> new StreamInput<>(new StreamState<>(), parameters, new Conditioning(text, text), picture, 0));
    }

    private static void assertInvalid(
            String value, String limit, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(value)
                .hasMessageContaining(limit);
    }
}
