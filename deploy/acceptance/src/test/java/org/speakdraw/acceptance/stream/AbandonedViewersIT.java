package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

    private static ServerInstance server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerInstance.start(Map.of(
                "SPEAKDRAW_STREAM_RECONNECT_GRACE_SECONDS", "2",
                "SPEAKDRAW_STREAM_QUIET_LIMIT_SECONDS", "10",
                "SPEAKDRAW_STREAM_MAX_VIEWERS", "1"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    /** There is one viewer's place in a session, so the next one is let in only once the first is known to be gone. */
    @Test
    void noticesAViewerThatLeavesBeforeTheFirstPicture() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        HttpApi.Answer opened = open(api);
        watch(opened).close();
        String answer = statusOf(opened);
        while (answer.contains(" 503 ")) {
            Thread.sleep(100);
            answer = statusOf(opened);
        }
        // Unnoticed, it would be refused until the session ends, and then not be found.
        assertThat(answer).contains(" 200 ");
        awaitNobody(api);
    }

    @Test
    void tellsAViewerTooManyWhenToTryAgain() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        HttpApi.Answer opened = open(api);
        try (Socket first = watch(opened);
                Socket next = request(opened)) {
            assertThat(first.isConnected()).isTrue();
            assertThat(readUntil(next, "\r\n\r\n")).contains(" 503 ", "Retry-After: 10\r\n");
        }
        awaitNobody(api);
    }

    /** A viewer, a client and a classic client, beside each other: all that takes time is the limit. */
    @Test
    void endsTheSessionsOfThoseWhoDoNothing() throws Exception {
        HttpApi api = new HttpApi(server.baseUri());
        try (Socket viewer = watch(open(api));
                SessionClient client = SessionClient.open(server.baseUri(), SessionIT.SMALL);
                ClassicClient classic = ClassicClient.open(server.baseUri())) {
            client.awaitError("unused");
            classic.awaitStatus("timeout");
            awaitNobody(api);
            // Whatever kept it waiting, then the end: no part of a picture.
            byte[] rest = viewer.getInputStream().readAllBytes();
            assertThat(new String(rest, StandardCharsets.US_ASCII))
                    .contains("X-Waiting: 1\r\n")
                    .doesNotContain("Content-Type: image/jpeg");
        }
    }

    private static void awaitNobody(HttpApi api) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
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

    private static HttpApi.Answer open(HttpApi api) {
        HttpApi.Answer opened = api.post("/api/sessions", "{}");
        assertThat(opened.status()).isEqualTo(201);
        return opened;
    }

    private static String statusOf(HttpApi.Answer opened) throws IOException {
        try (Socket socket = request(opened)) {
            return readUntil(socket, "\r\n");
        }
    }

    /** A connection to a session's stream that the server has begun to answer. */
    private static Socket watch(HttpApi.Answer opened) throws IOException {
        Socket socket = request(opened);
        assertThat(readUntil(socket, "--frame\r\n")).contains(" 200 ");
        return socket;
    }

    private static Socket request(HttpApi.Answer opened) throws IOException {
        URI base = server.baseUri();
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String request = "GET " + opened.json().at("/urls/stream").asText() + " HTTP/1.1\r\nConnection: close\r\nHost: "
                + base.getAuthority() + "\r\nAuthorization: Bearer "
                + opened.json().path("token").asText() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int b = in.read();
            assertThat(b).isNotNegative();
            read.append((char) b);
        }
        return read.toString();
    }
}
