package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A process of its own, since a native stack that overflows takes the whole process along. */
class OnnxEnvironmentTest {

    private static final int CHARACTERS = 60_000;

    @Test
    void startsHoweverLongTheCommandLineIs() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dlong=" + "x".repeat(CHARACTERS),
                        Start.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("started");
    }

    /** The process. */
    static final class Start {

        private Start() {}

        public static void main(String[] arguments) {
            OnnxDevice.open(DeviceOptions.cpu());
            System.out.println("started");
        }
    }
}
