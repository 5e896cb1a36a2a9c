package org.speakdraw.acceptance.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.SessionClient.Behaviour;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.LauncherProcess;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** A server that is stopped in the middle of a lesson, and started again on the same data directory. */
class ShutdownIT {

    private static final int FRAMES = 8;

    @TempDir
    Path data;

    @BeforeAll
    static void checkout() {
        Checkout.bundle();
    }

    @Test
    void keepsTheLastFramesAndSaysWhySessionsEnded() throws Exception {
        HttpApi.Answer opened;
        List<String> shown;
        try (ServerInstance server = ServerInstance.startOn(data, Map.of())) {
            HttpApi api = new HttpApi(server.baseUri());
            opened = api.post(
                    "/api/sessions",
                    "{\"settings\":{\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\",\"prompt\":\"a fox\"}}");
            SessionClient client =
                    SessionClient.connect(api, opened.json().get("id").asText(), token(opened), "", Behaviour.WELL);
            try (RecordedSession session = RecordedSession.of(client)) {
                assertThat(session.switchOn(10, false).status()).isEqualTo(201);
                for (int i = 0; i < FRAMES; i++) {
                    // Slower than what is recorded, so that every picture is.
                    Thread.sleep(110);
                    session.paint();
                }
                stop(server);
                server.launcher().awaitExit(PATIENCE);
                shown = new ArrayList<>(session.shown());
            }
        }
        try (ServerInstance server = ServerInstance.startOn(data, Map.of())) {
            HttpApi api = new HttpApi(server.baseUri());
            assertThat(Processes.eventually(
                            PATIENCE, () -> timeline(api, opened).status() == 200))
                    .isTrue();
            JsonNode numbers = timeline(api, opened).json().get("outputs").get("numbers");
            List<String> kept = new ArrayList<>();
            for (JsonNode number : numbers) {
                byte[] jpeg = api.download(path(opened, "keyframes/" + number), authorization(opened));
                kept.add(RecordedSession.digest(jpeg));
            }
            assertThat(kept).containsExactlyElementsOf(shown);

            JsonNode sessions = HttpApi.parse(api.downloadTexts("/api/me/export", "Cookie", cookie(opened))
                    .get("sessions.json"));
            assertThat(sessions).hasSize(1);
            assertThat(sessions.get(0).get("endReason").asText()).isEqualTo("shutdown");
            assertThat(sessions.get(0).get("framesOut").asInt()).isEqualTo(FRAMES);
            assertThat(sessions.get(0).get("endedAt").isNull()).isFalse();
        }
    }

    private static void stop(ServerInstance server) throws Exception {
        try (LauncherProcess stop = LauncherProcess.start(
                Map.of(), List.of("stop", "--data", server.data().root().toString()))) {
            assertThat(stop.awaitExit(PATIENCE)).isZero();
        }
    }

    private static HttpApi.Answer timeline(HttpApi api, HttpApi.Answer opened) {
        return api.get(path(opened, "timeline"), authorization(opened));
    }

    private static String path(HttpApi.Answer opened, String what) {
        return URI.create(opened.json().get("urls").get("self").asText() + "/" + what)
                .getPath();
    }

    private static String token(HttpApi.Answer opened) {
        return opened.json().get("token").asText();
    }

    private static String[] authorization(HttpApi.Answer opened) {
        return new String[] {"Authorization", "Bearer " + token(opened)};
    }

    private static String cookie(HttpApi.Answer opened) {
        String cookie = opened.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("speakdraw-participant="))
                .findFirst()
                .orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }
}
