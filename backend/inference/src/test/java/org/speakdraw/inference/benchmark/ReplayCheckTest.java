package org.speakdraw.inference.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.golden.GoldenBundles;

/** On the CPU, where nothing is recorded, but bound and carried as on a GPU. */
class ReplayCheckTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void everyStagePaintsInAProcessOfItsOwn() throws Exception {
        Path bundle = GoldenBundles.variant("replay-check", Map.of());
        Files.writeString(
                bundle.resolve("speakdraw.json"), "{\"recommended\": {\"width\": 64, \"height\": 64, \"steps\": 1}}");
        assertThat(check(bundle)).isTrue();
        String said = bytes.toString(StandardCharsets.UTF_8);
        assertThat(said)
                .containsPattern("plain calls, all shapes: \\d+ pictures")
                .containsPattern("ends with them open: \\d+ pictures")
                .containsPattern("compared: \\d+ pictures, at most 0\\.\\d+ of 256 levels")
                .containsPattern("while another one paints: \\d+ pictures")
                .endsWith("All stages passed.\n");
    }

    @Test
    void aProcessThatEndsBadlyIsAFailure() throws Exception {
        assertThat(check(folder)).isFalse();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("replayed calls, one shape: FAILED, the process ended with 1")
                .endsWith("Leave replaying off here.\n");
    }

    @Test
    void aProcessThatDoesNotEndIsAFailure() throws Exception {
        assertThat(check(folder, Duration.ZERO)).isFalse();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("replayed calls, one shape: FAILED, the process did not end within 0 minutes")
                .endsWith("Leave replaying off here.\n");
    }

    private boolean check(Path bundle) throws IOException, InterruptedException {
        return check(bundle, Duration.ofMinutes(10));
    }

    private boolean check(Path bundle, Duration time) throws IOException, InterruptedException {
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            return ReplayCheck.allStages(new String[] {bundle.toString(), "cpu", "2", folder.toString()}, time, out);
        }
    }
}
