package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.inference.golden.Closeness.difference;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** Weighted prompts on the text encoder of a bundle that comes with the repository. */
class PromptEncoderTest {

    private PromptEncoder prompts;

    @BeforeEach
    void open() {
        DiffusionBundle bundle = DiffusionBundle.read(Golden.checkout().resolve("models/handmade"));
        prompts = PromptEncoder.open(bundle, OnnxDevice.open(DeviceOptions.cpu()), 3);
    }

    @AfterEach
    void close() {
        prompts.close();
    }

    @Test
    void changingWeightsEncodesNothing() {
        prompts.embed("a red fox AND a grey castle", 1);
        assertThat(prompts.remembered()).isEqualTo(2);
        for (String prompt : List.of(
                "a red fox",
                "a (red:1.4) fox",
                "a red fox :0.1 AND a [grey] castle :0.9",
                "a grey castle AND a red fox")) {
            prompts.embed(prompt, 1);
            assertThat(prompts.remembered()).as(prompt).isEqualTo(2);
        }
    }

    @Test
    void aWeightScalesItsTokensAgainstTheOthers() {
        float[] plain = prompts.embed("a red fox", 1).toArray();
        float[] weighted = prompts.embed("a (red:1.5) fox", 1).toArray();
        int width = prompts.embed("", 1).width();
        // Begin, a, red, fox: the quotient of the rows of red and fox.
        double plainQuotient = length(plain, 2, width) / length(plain, 3, width);
        assertThat(length(weighted, 2, width) / length(weighted, 3, width) / plainQuotient)
                .isBetween(1.4999, 1.5001);
        assertThat(prompts.embed("a (red:1.0) fox", 1)).isEqualTo(prompts.embed("a red fox", 1));
        assertThat(prompts.embed("a \\(red\\) fox", 1)).isNotEqualTo(prompts.embed("a red fox", 1));
    }

    @Test
    void partsBlendByTheirWeight() {
        TextEmbedding fox = prompts.embed("a red fox", 1);
        TextEmbedding castle = prompts.embed("a grey castle", 1);
        float[] mostlyFox = prompts.embed("a red fox :9 AND a grey castle", 1).toArray();
        assertThat(difference(mostlyFox, fox.toArray())).isLessThan(difference(mostlyFox, castle.toArray()));
        assertThat(prompts.embed("a red fox AND a grey castle :0", 1)).isEqualTo(fox);
    }

    @Test
    void whatDoesNotFitIsCutOff() {
        String full = "red ".repeat(75);
        assertThat(prompts.embed(full + "(fox:2)", 1)).isEqualTo(prompts.embed(full, 1));
    }

    @Test
    void theTextsUsedLastAreRemembered() {
        for (String prompt : List.of("one", "two", "three", "four", "five")) {
            prompts.embed(prompt, 1);
        }
        assertThat(prompts.remembered()).isEqualTo(3);
        assertThat(prompts.embed("five", 1)).isSameAs(prompts.embed("five", 1));
    }

    @Test
    void aClosedEncoderSaysSo() {
        prompts.embed("one", 1);
        prompts.close();
        assertThatThrownBy(() -> prompts.embed("one", 1)).isInstanceOf(InferenceException.class);
    }

    private static double length(float[] values, int row, int width) {
        double squared = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            squared += (double) values[i] * values[i];
        }
        return Math.sqrt(squared);
    }
}
