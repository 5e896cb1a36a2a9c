package org.speakdraw.app.platform.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.platform.BodyLimits;

/** A real server with two worker threads that echoes bodies, reading them as servlets do. */
@Timeout(60)
class WholeBodyHandlerTest {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");
    private static final int WORKERS = 2;
    private static final String LARGE = "/api/presets/file";
    private static final int LARGEST = BodyLimits.PRESET_FILE;
    private static final BodyPace PATIENT = new BodyPace(Duration.ofMinutes(5), 1, Duration.ofMinutes(5));

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile long heldWhileAnswering = -1;
    private final BodyMemory memory = new BodyMemory(5_000_000, 5_000_000, 5_000_000);
    private Undertow server = start(PATIENT, memory);

    private Undertow start(BodyPace pace, BodyMemory memory) {
        BodyLimits limits = new BodyLimits(25_000_000);
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setWorkerThreads(WORKERS)
                .setIoThreads(1)
                // As a servlet deployment has it: what is asked before the body is answered when the body is first
                // read.
                .setHandler(new HttpContinueReadHandler(
                        new WholeBodyHandler(new BlockingHandler(this::echo), limits, memory, pace)))
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
        assertThat(send(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .body())
                .as("in chunks of unknown number")
                .isEqualTo(body);
        assertThat(heldWhileAnswering)
                .as("what has been read is given back before the answer is ready")
                .isZero();
    }

    @Test
    void waitsWithTheClientWhoAsksFirst() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address(LARGE))
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
        restart(new BodyPace(Duration.ofMillis(20), 1_000_000, Duration.ofMinutes(5)), memory);
        assertThat(answer(unfinished("POST", 100_000, "{"))).contains("408", "\"code\":\"request-timeout\"");
        await().untilAsserted(() -> assertThat(memory.held()).isZero());
    }

    @Test
    void muchAtFirstBuysNoTimeForLater() throws Exception {
        restart(new BodyPace(Duration.ofMillis(500), 100, Duration.ofMinutes(5)), memory);
        assertThat(answer(unfinished("POST", 1_900_000, "x".repeat(1_800_000))))
                .contains("408", "\"code\":\"request-timeout\"");
    }

    @Test
    void noBodyGoesOnForEver() throws Exception {
        restart(new BodyPace(Duration.ofMillis(20), 0, Duration.ofMillis(100)), memory);
        assertThat(answer(unfinished("POST", 100_000, "{"))).contains("408", "\"code\":\"request-timeout\"");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        assertThat(answer(unfinished("POST", LARGEST + 1, "{"))).contains("413", "\"code\":\"message-too-large\"");
    }

    @Test
    void whoIsRefusedMaySendTheRestAndIsLetGoThen() throws Exception {
        Socket refused = unfinished("POST", LARGEST + 1, "{");
        assertThat(answer(refused)).contains("413").containsIgnoringCase("Connection: close");
        refused.getOutputStream().write(new byte[LARGEST]);
        assertThat(refused.getInputStream().read()).as("its end").isNegative();
    }

    /** Also behind as much as is thrown away at once: whether that was the last of it is not told by anything that comes after. */
    @Test
    void whoIsRefusedIsLetGoWhereverTheRestEnds() throws Exception {
        byte[] rest = new byte[256 * 1024];
        for (int i = 0; i < 20; i++) {
            Socket refused = unfinished("POST", LARGEST + 1, "{");
            refused.setSoTimeout(10_000);
            assertThat(answer(refused)).contains("413");
            for (int sent = 0; sent < LARGEST; sent += rest.length) {
                refused.getOutputStream().write(rest);
            }
            assertThat(refused.getInputStream().read()).as("its end").isNegative();
        }
    }

    @Test
    void whoIsRefusedAndSendsWithoutEndLeavesTheThreadToOthers() throws Exception {
        for (int i = 0; i < 32; i++) {
            Socket refused = unfinished("POST", 1L << 50, "{");
            assertThat(answer(refused)).contains("413");
            new Thread(() -> sendWithoutEnd(refused)).start();
        }
        for (int i = 0; i < 20; i++) {
            HttpRequest other = HttpRequest.newBuilder(address("/"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            assertThat(client.send(other, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static void sendWithoutEnd(Socket socket) {
        byte[] piece = new byte[256 * 1024];
        try {
            while (true) {
                socket.getOutputStream().write(piece);
            }
        } catch (IOException e) {
            // Closed when the test is over.
        }
    }

    @Test
    void whoIsRefusedAndSendsNothingMoreIsLetGo() throws Exception {
        restart(new BodyPace(Duration.ofMillis(20), 1_000_000, Duration.ofMinutes(5)), memory);
        Socket refused = unfinished("POST", LARGEST + 1, "{");
        assertThat(answer(refused)).contains("413");
        assertThat(refused.getInputStream().read()).as("its end").isNegative();
    }

    @Test
    void mostPathsTakeSmallBodiesOnly() throws Exception {
        for (String path : List.of("/", "/api/presets", "/api/presets/file/", "/api/sessions")) {
            byte[] allowed = new byte[BodyLimits.OTHERS];
            byte[] more = new byte[BodyLimits.OTHERS + 1];
            assertThat(send(path, BodyPublishers.ofByteArray(allowed)).body())
                    .as(path)
                    .isEqualTo(allowed);
            assertThat(send(path, BodyPublishers.ofByteArray(more)).statusCode())
                    .as(path)
                    .isEqualTo(413);
            assertThat(send(path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(more)))
                            .statusCode())
                    .as("%s in chunks of unknown number", path)
                    .isEqualTo(413);
        }
    }

    @Test
    void oneAddressHasAShareOfTheMemory() throws Exception {
        BodyMemory shared = new BodyMemory(20_000_000, 2_400_000, 20_000_000);
        restart(PATIENT, shared);
        unfinished("POST", 1_900_000, "x".repeat(1_800_000));
        await().untilAsserted(() -> assertThat(shared.held()).isGreaterThan(1_800_000));
        assertThat(answer(unfinished("POST", 1_900_000, "x".repeat(1_800_000))))
                .contains("503", "Retry-After: 10", "\"code\":\"server-full\"");
        assertThat(send(BodyPublishers.ofString("small")).statusCode())
                .as("its small ones find a place")
                .isEqualTo(200);
        long before = shared.held();
        unfinishedFrom("127.0.0.2", "POST", 1_900_000, "x".repeat(1_800_000));
        await("the next one has its own")
                .untilAsserted(() -> assertThat(shared.held()).isGreaterThan(before + 1_800_000));
    }

    @Test
    void oneParticipantHasAShareOfTheirAddressesMemory() throws Exception {
        BodyMemory shared = new BodyMemory(20_000_000, 10_000_000, 2_400_000);
        restart(PATIENT, shared);
        unfinishedOf("a", "speakdraw-participant");
        await().untilAsserted(() -> assertThat(shared.held()).isGreaterThan(1_800_000));
        assertThat(answer(unfinishedOf("a", "__Host-speakdraw-participant"))).contains("\"code\":\"server-full\"");
        unfinishedOf("b", "speakdraw-participant");
        unfinished("POST", 1_900_000, "x".repeat(1_800_000));
        await("two neighbours, one of whom is a stranger, have their own")
                .untilAsserted(() -> assertThat(shared.held()).isGreaterThan(5_400_000));
        assertThat(answer(unfinished("POST", 1_900_000, "x".repeat(1_800_000))))
                .as("another stranger")
                .contains("\"code\":\"server-full\"");
    }

    @Test
    void moreThanTheMemoryForAllBodiesIsRefused() throws Exception {
        List<Socket> first = List.of(
                unfinished("POST", 1_900_000, "x".repeat(1_800_000)),
                unfinished("POST", 1_900_000, "x".repeat(1_800_000)));
        await().untilAsserted(() -> assertThat(memory.held()).isGreaterThan(3_600_000));
        assertThat(answer(unfinished("POST", 1_900_000, "x".repeat(1_800_000))))
                .contains("503", "Retry-After: 10", "\"code\":\"server-full\"");
        assertThat(send(BodyPublishers.ofString("small")).statusCode())
                .as("small ones find a place")
                .isEqualTo(200);
        for (Socket socket : first) {
            socket.close();
        }
        await().untilAsserted(() -> assertThat(memory.held()).isZero());
    }

    private void restart(BodyPace pace, BodyMemory memory) {
        server.stop();
        server = start(pace, memory);
    }

    private Socket unfinished(String method, long length, String beginning) throws IOException {
        return unfinishedFrom("127.0.0.1", method, length, beginning);
    }

    private Socket unfinishedOf(String participant, String cookie) throws IOException {
        return unfinishedFrom(
                "127.0.0.1",
                "POST",
                1_900_000,
                "x".repeat(1_800_000),
                "Cookie: other=1; " + cookie + "=" + participant.repeat(43) + "." + "s".repeat(22) + "\r\n");
    }

    private Socket unfinishedFrom(String client, String method, long length, String beginning) throws IOException {
        return unfinishedFrom(client, method, length, beginning, "");
    }

    private Socket unfinishedFrom(String client, String method, long length, String beginning, String header)
            throws IOException {
        Socket socket = new Socket(
                InetAddress.getByName("127.0.0.1"), address(LARGE).getPort(), InetAddress.getByName(client), 0);
        sockets.add(socket);
        byte[] request = (method + " " + LARGE + " HTTP/1.1\r\nHost: localhost\r\n" + header + "Content-Length: "
                        + length + "\r\n\r\n" + beginning)
                .getBytes(StandardCharsets.UTF_8);
        try {
            socket.getOutputStream().write(request);
        } catch (SocketException e) {
            // Refused before all of it was sent: what the server says about it can be read all the same.
        }
        return socket;
    }

    /** What the server says, while the rest of the body may still be on its way. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("after: %s", answer).isNotNegative();
            answer.append((char) next);
        }
        Matcher length = LENGTH.matcher(answer);
        assertThat(length.find()).isTrue();
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        return answer + new String(body, StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(HttpRequest.BodyPublisher body) throws Exception {
        return send(LARGE, body);
    }

    private HttpResponse<byte[]> send(String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address(path)).POST(body).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI address(String path) {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }
}
