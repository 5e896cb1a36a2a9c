package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.onnx.DeviceOptions;

class GraphChoiceTest {

    @Test
    void aGraphForTheKindOfDeviceGoesBeforeThePlainOne() throws IOException {
        Path folder = GoldenBundles.variant("for-cpu", Map.of("unet/model.cpu.onnx", "unet/model.onnx"));
        Files.writeString(folder.resolve("unet/model.onnx"), "no graph");
        try (DiffusionStream stream = open(folder)) {
            assertThat(stream.description()).isEqualTo("CPU, single precision, plain graph");
        }
    }

    @Test
    void aGraphForAnotherDeviceIsLeftAlone() throws IOException {
        Path folder = GoldenBundles.variant("for-cuda", Map.of("unet/model.cuda.onnx", "unet/model.onnx"));
        Files.writeString(folder.resolve("unet/model.cuda.onnx"), "no graph");
        try (DiffusionStream stream = open(folder)) {
            assertThat(stream.device()).isEqualTo("cpu");
        }
    }

    @Test
    void aGraphForTheDeviceThatIsBrokenIsNamed() throws IOException {
        Path folder = GoldenBundles.variant("broken-for-cpu", Map.of("unet/model.cpu.onnx", "unet/model.onnx"));
        Files.writeString(folder.resolve("unet/model.cpu.onnx"), "no graph");
        assertThatThrownBy(() -> open(folder).close())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("model.cpu.onnx");
    }

    private static DiffusionStream open(Path folder) {
        return DiffusionStream.open(DiffusionBundle.read(folder), DeviceOptions.cpu(), 2);
    }
}
