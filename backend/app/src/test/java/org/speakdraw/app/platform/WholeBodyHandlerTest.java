package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server with two worker threads that echoes bodies, reading them as servlets do. */
@Timeout(60)
class WholeBodyHandlerTest {

    private static final int WORKERS = 2;
    private static final int LARGEST = 2_000_000;
    private static final BodyPace PATIENT = new BodyPace(Duration.ofMinutes(5), 1024);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile long heldWhileAnswering = -1;
    private final BodyMemory memory = new BodyMemory(5_000_000);
    private Undertow server = start(PATIENT, memory);

    private Undertow start(BodyPace pace, BodyMemory memory) {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setWorkerThreads(WORKERS)
                .setIoThreads(1)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) LARGEST)
                // As a servlet deployment has it: what is asked before the body is answered when the body is first
                // read.
                .setHandler(new HttpContinueReadHandler(
                        new WholeBodyHandler(new BlockingHandler(this::echo), memory, pace)))
                .build();
        server.start();
        return server;
    }

    private void echo(HttpServerExchange exchange) throws IOException {
        byte[] body = exchange.getInputStream().readAllBytes();
        heldWhileAnswering = memory.held();
        exchange.getOutputStream().write(body);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 1024, 100_000, 1_900_000})
    void handsOnEveryByte(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        assertThat(send(BodyPublishers.ofByteArray(body)).body()).isEqualTo(body);
        assertThat(send(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                        .body())
                .as("in chunks of unknown number")
                .isEqualTo(body);
        assertThat(heldWhileAnswering)
                .as("what has been read is given back before the answer is ready")
                .isZero();
    }

    @Test
    void waitsWithTheClientWhoAsksFirst() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address())
                .expectContinue(true)
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofString("a fox"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("a fox");
    }

    @Test
    void bodiesThatDoNotEndKeepNoThread() throws Exception {
        for (int i = 0; i < 16 * WORKERS; i++) {
            unfinished("POST", 100_000, "{");
            unfinished("GET", 100_000, "{");
        }
        assertThat(send(BodyPublishers.ofString("others")).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("others");
        assertThat(memory.held()).isPositive();
        for (Socket socket : sockets) {
            socket.close();
        }
        await().untilAsserted(() -> assertThat(memory.held()).isZero());
    }

    @Test
    void aBodyThatComesTooSlowlyIsRefused() throws Exception {
        server.stop();
        server = start(new BodyPace(Duration.ZERO, 1_000_000_000), memory);
        assertThat(answer(unfinished("POST", 100_000, "{"))).contains("408", "\"code\":\"request-timeout\"");
        await().untilAsserted(() -> assertThat(memory.held()).isZero());
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        assertThat(answer(unfinished("POST", LARGEST + 1, "{"))).contains("413", "\"code\":\"message-too-large\"");
    }

    @Test
    void moreThanTheMemoryForAllBodiesIsRefused() throws Exception {
        List<Socket> first = List.of(
                unfinished("POST", 1_900_000, "x".repeat(1_800_000)),
                unfinished("POST", 1_900_000, "x".repeat(1_800_000)));
        await().untilAsserted(() -> assertThat(memory.held()).isGreaterThan(3_600_000));
        assertThat(answer(unfinished("POST", 1_900_000, "x".repeat(1_800_000))))
                .contains("503", "\"code\":\"server-full\"");
        assertThat(send(BodyPublishers.ofString("small")).statusCode())
                .as("small ones find a place")
                .isEqualTo(200);
        for (Socket socket : first) {
            socket.close();
        }
        await().untilAsserted(() -> assertThat(memory.held()).isZero());
    }

    private Socket unfinished(String method, int length, String beginning) throws IOException {
        Socket socket = new Socket("localhost", address().getPort());
        sockets.add(socket);
        socket.getOutputStream()
                .write((method + " / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n" + beginning)
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** All that the server says until it closes the connection. */
    private static String answer(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address()).POST(body).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI address() {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + address.getPort() + "/");
    }
}
