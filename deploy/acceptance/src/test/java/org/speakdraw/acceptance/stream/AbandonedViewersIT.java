package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.acceptance.client.ClassicClient;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** A server with few places, and those who take one and do nothing with it. */
class AbandonedViewersIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static ServerInstance server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerInstance.start(Map.of(
                "SPEAKDRAW_STREAM_RECONNECT_GRACE_SECONDS", "2",
                "SPEAKDRAW_STREAM_QUIET_LIMIT_SECONDS", "8"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void noticesViewersThatLeaveBeforeTheFirstPicture() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        for (int i = 0; i < 5; i++) {
            watch(api).close();
        }
        awaitNobody(api);
    }

    @Test
    void endsWhatAViewerWaitsForInVain() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        try (Socket viewer = watch(api)) {
            awaitNobody(api);
            // Whatever kept it waiting, then the end: no part of a picture.
            byte[] rest = viewer.getInputStream().readAllBytes();
            assertThat(new String(rest, StandardCharsets.US_ASCII))
                    .contains("X-Waiting: 1\r\n")
                    .doesNotContain("Content-Type: image/jpeg");
        }
    }

    @Test
    void endsTheSessionOfAClientThatNeverSends() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        try (SessionClient client = SessionClient.open(server.baseUri(), SessionIT.SMALL)) {
            client.awaitError("idle");
            awaitNobody(api);
        }
    }

    @Test
    void endsTheSessionOfAClassicClientThatNeverSends() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        try (ClassicClient client = ClassicClient.open(server.baseUri())) {
            client.awaitStatus("timeout");
            awaitNobody(api);
        }
    }

    private static void awaitNobody(HttpApi api) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        int open = sessions(api);
        while (open > 0 && System.nanoTime() < end) {
            Thread.sleep(100);
            open = sessions(api);
        }
        assertThat(open).as("sessions that are still open").isZero();
    }

    private static int sessions(HttpApi api) {
        return api.get("/api/queue").json().get("queue_size").asInt();
    }

    /** A connection to a new session's stream that the server has begun to answer. */
    private static Socket watch(HttpApi api) throws Exception {
        HttpApi.Answer opened = api.post("/api/sessions", "{}");
        assertThat(opened.status()).isEqualTo(201);
        URI base = server.baseUri();
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        socket.setSoTimeout((int) LIMIT.toMillis());
        String request = "GET " + opened.json().at("/urls/stream").asText() + " HTTP/1.1\r\nHost: "
                + base.getAuthority() + "\r\nAuthorization: Bearer "
                + opened.json().path("token").asText() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("--frame\r\n") < 0) {
            int b = in.read();
            assertThat(b).isNotNegative();
            head.append((char) b);
        }
        return socket;
    }
}
