package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.ModelServerProcess;
import org.speakdraw.acceptance.fixture.Playwright;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** A server whose UNet another server runs. */
class RemoteDeviceIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void paintsOnTheModelServerAndComesBackWithIt() throws Exception {
        int port = Checkout.freePort();
        ModelServerProcess models = ModelServerProcess.start(Checkout.bundle(), port);
        try (ServerInstance server = ServerInstance.start(
                Map.of("SPEAKDRAW_REMOTE_SERVERS", models.address().toString()), "--devices", "remote")) {
            HttpApi api = new HttpApi(server.baseUri());
            assertThat(engine(api)).isEqualTo("remote:0: the bundle is loaded.");
            Playwright.run(server.baseUri(), Map.of(), "e2e/camera.spec.ts");
            try (SessionClient session = SessionClient.open(server.baseUri(), "{\"width\":256,\"height\":256}")) {
                session.awaitPicture(session.send(TestPictures.moving(256, 256, 1)));
                models.close();
                AtomicInteger number = new AtomicInteger(1);
                assertThat(Processes.eventually(PATIENCE, () -> {
                            session.trySend(TestPictures.moving(256, 256, number.incrementAndGet()));
                            return engine(api).contains("cannot be reached");
                        }))
                        .as("the engine says that the model server is gone")
                        .isTrue();
                models = ModelServerProcess.start(Checkout.bundle(), port);
                assertThat(Processes.eventually(PATIENCE, () -> engine(api).contains("the bundle is loaded")))
                        .as("the engine is back")
                        .isTrue();
                session.pictures().clear();
                session.awaitPicture(session.send(TestPictures.moving(256, 256, number.incrementAndGet())));
            }
        } finally {
            models.close();
        }
    }

    /** What {@code /health} says of the engine. */
    private static String engine(HttpApi api) {
        JsonNode checks = api.get("/health").json().get("checks");
        return StreamSupport.stream(checks.spliterator(), false)
                .filter(check -> check.get("name").asText().equals("engine"))
                .map(check -> check.get("detail").asText())
                .findFirst()
                .orElseThrow();
    }
}
