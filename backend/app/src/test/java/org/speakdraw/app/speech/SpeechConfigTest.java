package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.inference.onnx.DeviceOptions;

class SpeechConfigTest {

    @Test
    void takesNoLargerFilesThanTheDoorLetsIn() {
        assertThat(withFilesOf(BodyLimits.LARGEST_SOUND_FILE).maxFileBytes()).isEqualTo(26_214_400);
        assertThatThrownBy(() -> withFilesOf(BodyLimits.LARGEST_SOUND_FILE + 1))
                .hasMessage("speakdraw.speech.max-file-bytes is 26214401; 1 to 26214400");
    }

    private static SpeechConfig withFilesOf(int bytes) {
        return new SpeechConfig(
                Path.of("speech"),
                DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines")),
                Set.of(),
                4,
                1,
                0.5,
                30,
                4,
                bytes,
                600,
                300);
    }
}
