package org.speakdraw.acceptance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.LauncherProcess;
import org.speakdraw.acceptance.fixture.ServerInstance;

/**
 * {@code ./speakdraw models import}, then {@code run --bundle}: tiny checkpoints with random weights become bundles that
 * the real server paints with. One kind by itself; all of them with {@code -Dspeakdraw.checkpoints=all}.
 */
class ImportedBundleIT {

    private static final Path CHECKPOINTS =
            Checkout.root().resolve("backend/checkpoint/src/test/resources/checkpoints");
    private static final String SETTINGS =
            "{\"prompt\":\"a red fox\",\"strength\":0.7,\"width\":64,\"height\":64,\"steps\":2,\"t_index_list\":\"\"}";
    private static final byte[] FRAME = TestPictures.moving(64, 64, 5);

    @TempDir
    private Path data;

    /** Name, checkpoint, what else is asked for. */
    static Stream<Arguments> checkpoints() {
        Stream<Arguments> first = Stream.of(Arguments.of(
                "SD 1 with a ControlNet, a LoRA and a live one, of the text encoder too",
                "sd1",
                List.of(
                        "--full",
                        "--control",
                        checkpoint("controlnet"),
                        "--lora",
                        checkpoint("lora-peft.safetensors"),
                        "--live-lora",
                        checkpoint("lora-kohya.safetensors"))));
        if (!System.getProperty("speakdraw.checkpoints", "").equals("all")) {
            return first;
        }
        Stream<Arguments> others = Stream.of(
                Arguments.of("SD 1 in half precision", "sd1", List.of()),
                Arguments.of("SD 1 with TAESD", "sd1", List.of("--full", "--vae", checkpoint("taesd"))),
                Arguments.of("SD 2, velocity", "sd2", List.of("--full")),
                Arguments.of("SD-Turbo-like: SD 2, epsilon", "sd2", List.of("--full", "--prediction", "epsilon")),
                Arguments.of("SDXL", "sdxl", List.of("--full")),
                Arguments.of(
                        "SDXL in half precision with a ControlNet",
                        "sdxl",
                        List.of("--control", checkpoint("controlnet-sdxl"), "--control-hint", "edges")),
                Arguments.of("LCM with a guidance embedding", "lcm", List.of("--full")));
        return Stream.concat(first, others);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checkpoints")
    void paintsThroughTheSocket(String name, String checkpoint, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("models", "import", whole(checkpoint).toString(), "--name", "tiny", "--data", data.toString()));
        command.addAll(options);
        try (LauncherProcess imported = LauncherProcess.start(Map.of(), command)) {
            assertThat(imported.awaitExit(PATIENCE))
                    .as(String.join("\n", imported.output()))
                    .isZero();
        }
        try (ServerInstance server = ServerInstance.startOn(data, Map.of(), "--bundle", "tiny")) {
            JsonNode settings =
                    new HttpApi(server.baseUri()).get("/api/settings").json();
            assertThat(settings.at("/bundle/id").asText())
                    .as(settings.toString())
                    .isEqualTo("tiny");
            boolean controlled = options.contains("--control");
            assertThat(settings.toString().contains("\"control_strength\"")).isEqualTo(controlled);
            try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
                byte[] fox = paint(client);
                assertThat(TestPictures.read(fox).getWidth()).isEqualTo(64);
                assertThat(paint(client)).as("the same again").isEqualTo(fox);
                client.change("{\"prompt\":\"snow\"}");
                assertThat(paint(client)).as("other words").isNotEqualTo(fox);
                client.change("{\"prompt\":\"a red fox\"}");
                assertThat(paint(client)).as("the first words").isEqualTo(fox);
                client.change("{\"width\":128,\"height\":64}");
                assertThat(TestPictures.read(paint(client)).getWidth()).isEqualTo(128);
                client.change("{\"width\":64,\"height\":64}");
                if (options.contains("--live-lora")) {
                    client.change("{\"lora_scale\":0}");
                    assertThat(paint(client)).as("without the LoRA").isNotEqualTo(fox);
                    client.change("{\"lora_scale\":1}");
                    assertThat(paint(client)).as("as trained").isEqualTo(fox);
                }
                if (controlled) {
                    client.change("{\"control_strength\":0}");
                    assertThat(paint(client)).as("not heeding the lines").isNotEqualTo(fox);
                }
            }
            assertThat(server.log()).contains("Bundle tiny: strength ").doesNotContain("ERROR");
        }
        assertCalibrated();
    }

    /** The first device that has loaded it has measured what strength does. */
    private void assertCalibrated() throws IOException {
        JsonNode about = HttpApi.parse(Files.readString(data.resolve("models/tiny/speakdraw.json")));
        assertThat(about.path("changes")).as(about.toString()).hasSize(50);
    }

    /** Two frames: with two steps, the second picture is of the first frame, by the last change alone. */
    private static byte[] paint(SessionClient client) throws InterruptedException {
        client.send(FRAME);
        client.awaitPicture();
        client.send(FRAME);
        return client.awaitPicture().jpeg();
    }

    private static String checkpoint(String name) {
        return CHECKPOINTS.resolve(name).toString();
    }

    /** Of the LCM only the UNet is kept; all else is SD 1's. */
    private Path whole(String checkpoint) throws IOException {
        if (!checkpoint.equals("lcm")) {
            return CHECKPOINTS.resolve(checkpoint);
        }
        Path copy = data.resolve("lcm");
        for (String source : List.of("sd1", "lcm")) {
            Path from = CHECKPOINTS.resolve(source);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = copy.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return copy;
    }
}
