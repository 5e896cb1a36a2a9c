package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.ClassicClient;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.ServerInstance;

/**
 * A server with two places, without the classic protocol, on a bundle without a matting model, that another origin may
 * use.
 */
class RestrictedServerIT {

    @TempDir
    static Path folder;

    private static ServerInstance server;

    @BeforeAll
    static void start() throws Exception {
        Path bundle = folder.resolve("no-matting");
        copyWithoutMatting(Checkout.bundle(), bundle);
        server = ServerInstance.start(
                Map.of(
                        "SPEAKDRAW_CLASSIC_ENABLED",
                        "false",
                        "SPEAKDRAW_STREAM_MAX_SESSIONS",
                        "2",
                        "SPEAKDRAW_ALLOWED_ORIGINS",
                        "https://lessons.example"),
                "--bundle",
                bundle.toString());
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void refusesTheClassicProtocol() throws Exception {
        assertThat(new HttpApi(server.baseUri()).get("/api/queue").status()).isEqualTo(404);
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            assertThat(client.awaitStatus("error").get("message").asText()).contains("switched off");
        }
    }

    @Test
    void letsPagesOfTheListedOriginReadEveryAnswerAndNoOthers() {
        HttpApi api = new HttpApi(server.baseUri());
        String unknown = "/api/sessions/00000000-0000-4000-8000-000000000000";
        for (String path : new String[] {"/api/settings", "/", unknown, unknown + "/stream", "/v1/models/none"}) {
            HttpApi.Answer listed = api.get(path, "Origin", "https://lessons.example");
            assertThat(listed.headers().allValues("Access-Control-Allow-Origin"))
                    .as(path)
                    .containsExactly("https://lessons.example");
            HttpApi.Answer other = api.get(path, "Origin", "https://elsewhere.example");
            assertThat(other.headers().firstValue("Access-Control-Allow-Origin"))
                    .as(path)
                    .isEmpty();
            assertThat(other.headers().allValues("Vary")).as(path).contains("Origin");
        }
        HttpApi.Answer refused =
                api.post("/api/presets", "{", "Origin", "https://lessons.example", "Sec-Fetch-Site", "cross-site");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.headers().allValues("Access-Control-Allow-Origin")).hasSize(1);
        assertThat(api.post("/api/presets", "{}", "Origin", "https://elsewhere.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void refusesAModeThatTheBundleCannotDo() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SessionIT.SMALL)) {
            client.change("{\"mode\":\"human\"}");
            assertThat(client.awaitError("mode-unavailable").get("detail").asText())
                    .contains("matting");
            end(client);
        }
    }

    @Test
    void refusesASessionTooMany() {
        SessionClient first = SessionClient.open(server.baseUri(), SessionIT.SMALL);
        SessionClient second = SessionClient.open(server.baseUri(), SessionIT.SMALL);
        HttpApi.Answer answer = first.api().post("/api/sessions", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().get("code").asText()).isEqualTo("server-full");
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
        end(first);
        end(second);
        assertThat(first.api().post("/api/sessions", "").status()).isEqualTo(201);
    }

    private static void end(SessionClient client) {
        client.api().delete("/api/sessions/" + client.id(), client.authorization());
        client.close();
    }

    private static void copyWithoutMatting(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = from.relativize(file);
                if (!relative.startsWith("matting")) {
                    Files.copy(file, to.resolve(relative.toString()));
                }
            }
        }
    }
}
