package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/**
 * What no endpoint should have to think of: the request itself is hostile, and is refused with a stable code at the
 * door.
 */
class BadRequestIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    /** Twice what stopped a server of two cores when every unfinished body held a thread. */
    private static final int UNFINISHED = 64;

    @ParameterizedTest
    @CsvSource({
        "POST, /api/sessions, application/json;charset=bogus, 415, media-type-unsupported",
        "PATCH, /api/me, application/json;charset=bogus, 415, media-type-unsupported",
        "POST, /api/sessions, a/b/c, 400, request-invalid",
        "POST, /api/sessions, ;, 400, request-invalid",
        "POST, /api/stt, multipart/form-data, 400, request-invalid",
        "POST, /v1/audio/transcriptions, multipart/form-data;boundary=, 400, request-invalid",
        "GET, /health, application/json;charset=bogus, 415, media-type-unsupported",
        "PROPFIND, /api/sessions, application/json, 405, method-not-allowed",
        "CONNECT, /api/sessions, application/json, 405, method-not-allowed",
    })
    void refusesRequestsThatNothingCanRead(String method, String path, String contentType, int status, String code)
            throws IOException {
        String answer = exchange(method, path, "Content-Type: " + contentType, "{}");
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void nothingTraces() throws IOException {
        assertThat(exchange("TRACE", "/api/sessions", "X-Secret: 1", ""))
                .startsWith("HTTP/1.1 405")
                .doesNotContain("X-Secret");
    }

    @Test
    void refusesJsonThatIsMeantToHurt() {
        HttpApi api = new HttpApi(server.baseUri());
        for (String hostile : new String[] {
            "{\"settings\":{\"seed\":" + "9".repeat(5_000) + "}}",
            "{\"settings\":{\"strength\":1e999999999}}",
            "{\"settings\":" + "[".repeat(2_000),
            "{\"a\":".repeat(1_500),
            "{\"settings\":{},\"settings\":{}}",
            "{} {}",
            "null",
            "[]",
            "\u0000",
        }) {
            HttpApi.Answer answer = api.post("/api/sessions", hostile);
            assertThat(answer.status())
                    .as(hostile.substring(0, Math.min(40, hostile.length())))
                    .isEqualTo(400);
            assertThat(answer.json().get("code").asText()).isIn("request-invalid", "settings-invalid");
            assertThat(answer.body()).doesNotContain("99999999999", "[[[[").hasSizeLessThan(1_000);
        }
    }

    @Test
    void refusesWhatOtherSitesMakeABrowserWrite() throws IOException {
        for (String header :
                new String[] {"Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"}) {
            assertThat(exchange("POST", "/api/sessions", header, "{}"))
                    .as(header)
                    .startsWith("HTTP/1.1 403")
                    .contains("\"code\":\"origin-refused\"");
            assertThat(exchange("GET", "/api/settings", header, ""))
                    .as("reading is harmless")
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void bodiesThatNeverEndStopNobody() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        HttpApi api = new HttpApi(server.baseUri());
        try (SessionClient bystander = SessionClient.open(server.baseUri(), SessionIT.SMALL)) {
            for (int i = 0; i < UNFINISHED; i++) {
                sockets.add(unfinished(i % 2 == 0 ? "POST" : "GET", i % 3 == 0 ? "/health" : "/api/sessions"));
            }
            for (int i = 0; i < 5; i++) {
                bystander.awaitPicture(bystander.send(TestPictures.moving(64, 64, i)));
                assertThat(api.get("/").status()).isEqualTo(200);
                assertThat(api.get("/health").status()).isEqualTo(200);
            }
            HttpApi.Answer another = api.post("/api/sessions", "{}");
            assertThat(another.status()).as("others' bodies are read").isEqualTo(201);
            api.delete(
                    "/api/sessions/" + another.json().get("id").asText(),
                    "Authorization",
                    "Bearer " + another.json().get("token").asText());
            bystander.api().delete("/api/sessions/" + bystander.id(), bystander.authorization());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void describesItself() {
        HttpApi api = new HttpApi(server.baseUri());
        assertThat(api.get("/openapi").body()).startsWith("---\nopenapi: 3.1").contains("/api/presets/{id}:");
        HttpApi.Answer json = api.get("/openapi", "Accept", "application/json");
        assertThat(json.json().at("/paths/~1api~1sessions/post").isObject()).isTrue();
    }

    private Socket unfinished(String method, String path) throws IOException {
        Socket socket = connect();
        socket.getOutputStream()
                .write((method + " " + path + " HTTP/1.1\r\nHost: " + host()
                                + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The whole answer to a request that is written by hand, since no client would send it. */
    private String exchange(String method, String path, String header, String body) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n" + header
                                    + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(server.baseUri().getHost(), server.baseUri().getPort());
    }

    private static String host() {
        return server.baseUri().getAuthority();
    }
}
