package org.speakdraw.app.platform.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real server with four worker threads, whose answers are larger than what fits into a connection. */
@Timeout(60)
class AnswerPaceHandlerTest {

    private static final int WORKERS = 4;
    private static final int SIZE = 40_000_000;
    private static final AnswerPace PATIENT = new AnswerPace(Duration.ofMinutes(5), 1);
    private static final AnswerPace STRICT = new AnswerPace(Duration.ofMillis(500), 1_000);

    private final AtomicInteger writing = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();
    private Undertow server = start(PATIENT, 100);

    private Undertow start(AnswerPace pace, int downloads) {
        Undertow started = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setWorkerThreads(WORKERS)
                .setIoThreads(1)
                .setHandler(new AnswerPaceHandler(new BlockingHandler(this::send), pace, new Downloads(downloads)))
                .build();
        started.start();
        return started;
    }

    private void send(HttpServerExchange exchange) throws IOException {
        boolean stream = exchange.getRequestPath().equals("/stream");
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, stream ? "multipart/x-mixed-replace;boundary=b" : "application/zip");
        exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        byte[] piece = new byte[100_000];
        writing.incrementAndGet();
        try {
            for (int sent = 0; sent < SIZE; sent += piece.length) {
                exchange.getOutputStream().write(piece);
            }
        } finally {
            writing.decrementAndGet();
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    @Test
    void whoTakesEverythingGetsEverything() throws Exception {
        restart(STRICT, 1);
        assertThat(bytesUntilTheEnd(request("127.0.0.1", "/file"))).isGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void whoTakesNothingKeepsNoThread() throws Exception {
        restart(STRICT, 100);
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            stalled.add(request("127.0.0.1", "/file"));
        }
        await().until(() -> writing.get() == WORKERS);
        assertThat(bytesUntilTheEnd(request("127.0.0.1", "/file")))
                .as("waits until a thread is free")
                .isGreaterThanOrEqualTo(SIZE);
        await().until(() -> writing.get() == 0);
        for (Socket socket : stalled) {
            assertThat(bytesUntilTheEnd(socket)).isLessThan(SIZE);
        }
    }

    @Test
    void streamsHaveTheirOwnRules() throws Exception {
        restart(STRICT, 1);
        Socket stream = request("127.0.0.1", "/stream");
        await().until(() -> writing.get() == 1);
        Socket file = request("127.0.0.1", "/file");
        await().until(() -> writing.get() == 2);
        await("the file is given up").until(() -> writing.get() == 1);
        assertThat(bytesUntilTheEnd(file)).isLessThan(SIZE);
        assertThat(bytesUntilTheEnd(stream)).isGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void oneClientHasSoManyDownloadsAtOnce() throws Exception {
        restart(PATIENT, 2);
        List<Socket> first = List.of(request("127.0.0.1", "/file"), request("127.0.0.1", "/file"));
        await().until(() -> writing.get() == 2);
        Socket third = request("127.0.0.1", "/file");
        Socket others = request("127.0.0.2", "/file");
        assertThat(bytesUntilTheEnd(others)).isGreaterThanOrEqualTo(SIZE);
        await("one of three is given up").until(() -> writing.get() == 2);
        List<Socket> all = new ArrayList<>(first);
        all.add(third);
        List<Long> taken = new ArrayList<>();
        for (Socket socket : all) {
            taken.add(bytesUntilTheEnd(socket));
        }
        assertThat(taken).filteredOn(bytes -> bytes >= SIZE).hasSize(2);
        assertThat(bytesUntilTheEnd(request("127.0.0.1", "/file")))
                .as("those that have ended leave their places")
                .isGreaterThanOrEqualTo(SIZE);
    }

    private void restart(AnswerPace pace, int downloads) {
        server.stop();
        server = start(pace, downloads);
    }

    private Socket request(String client, String path) throws IOException {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(client), 0);
        sockets.add(socket);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static long bytesUntilTheEnd(Socket socket) throws IOException {
        long count = 0;
        byte[] some = new byte[100_000];
        try (InputStream in = socket.getInputStream()) {
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                count += read;
            }
        } catch (SocketException e) {
            // Cut off, which is as good an end.
        }
        return count;
    }
}
