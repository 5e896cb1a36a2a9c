package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Playwright;
import org.speakdraw.acceptance.fixture.RunningServer;
import org.speakdraw.acceptance.fixture.ServerInstance;
import org.speakdraw.acceptance.fixture.TinyBundles;

/** A picture that says where things are, on a tiny bundle with a T2I-Adapter, whose weights are random. */
class ControlIT {

    @RegisterExtension
    static final RunningServer plain = new RunningServer();

    private static final String SETTINGS =
            "{\"prompt\":\"a fox\",\"strength\":0.8,\"width\":64,\"height\":64,\"steps\":1,\"t_index_list\":\"\"}";
    private static final byte[] FRAME = TestPictures.moving(64, 64, 4);

    @TempDir
    static Path folder;

    private static ServerInstance server;

    @BeforeAll
    static void start() throws Exception {
        Path bundle = TinyBundles.withControl(folder.resolve("tiny-control"));
        server = ServerInstance.start(Map.of(), "--bundle", bundle.toString());
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theSettingsSayWhatCounts() {
        JsonNode control =
                new HttpApi(server.baseUri()).get("/api/settings").json().at("/bundle/control");
        assertThat(control.toString()).isEqualTo("{\"kind\":\"depth\",\"found\":false}");
        JsonNode settings = new HttpApi(plain.baseUri()).get("/api/settings").json();
        assertThat(settings.at("/bundle/control").isValueNode()
                        || settings.at("/bundle/control").isMissingNode())
                .isTrue();
        assertThat(settings.toString()).doesNotContain("control_strength");
    }

    @Test
    void strengthAndStepsAreLiveAndEachSessionsOwn() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS);
                SessionClient other = SessionClient.open(server.baseUri(), SETTINGS)) {
            byte[] heeded = paint(client);
            other.change("{\"control_strength\":0}");
            byte[] unheeded = paint(other);
            assertThat(TestPictures.difference(heeded, unheeded)).isGreaterThan(0.5);
            assertThat(paint(client)).isEqualTo(heeded);
            client.change("{\"control_start\":0.95}");
            assertThat(paint(client)).as("at no step of these").isEqualTo(unheeded);
            client.change("{\"control_start\":0,\"control_strength\":2}");
            assertThat(paint(client)).isNotEqualTo(heeded).isNotEqualTo(unheeded);
            client.change("{\"control_strength\":1}");
            assertThat(paint(client)).isEqualTo(heeded);
        }
    }

    @Test
    void thePageSaysWhatCounts() throws Exception {
        Playwright.run(server.baseUri(), Map.of("SPEAKDRAW_CONTROL", "depth"), "control.spec");
    }

    private static byte[] paint(SessionClient client) throws InterruptedException {
        return client.awaitPicture(client.send(FRAME)).jpeg();
    }
}
