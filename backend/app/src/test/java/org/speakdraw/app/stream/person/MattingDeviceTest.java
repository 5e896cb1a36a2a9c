package org.speakdraw.app.stream.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.inference.onnx.DeviceOptions;

class MattingDeviceTest {

    @ParameterizedTest
    @CsvSource({"cpu, 8", "cpu:1, 8", "remote:0, 8", "cuda:0, 1", "tensorrt:1, 1"})
    void aGpuLooksAtOneFrameAfterAnother(String device, int rows) {
        DeviceOptions engine = DeviceOptions.parse(device, 0, 0, false, Path.of("engines"));
        assertThat(MattingDevice.beside(engine).rows()).isEqualTo(rows);
    }
}
