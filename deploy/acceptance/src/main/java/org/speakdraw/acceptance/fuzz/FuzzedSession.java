package org.speakdraw.acceptance.fuzz;

import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TextSocket;

/**
 * The session that hostile frames and messages go to; opened again when the server has hung up on it. Used by one
 * thread; the socket's own thread only hands messages over.
 */
final class FuzzedSession implements AutoCloseable {

    private static final String BODY =
            "{\"settings\":{\"width\":64,\"height\":64,\"steps\":1,\"t_index_list\":\"\",\"similarity_filter\":false}}";
    private static final Duration PING_AGAIN = Duration.ofSeconds(1);
    private static final int HEADER_BYTES = 16;
    private static final byte VERSION = 1;
    private static final byte INPUT = 1;

    private final HttpApi api;
    private final URI base;
    private final BlockingQueue<Integer> pongs = new LinkedBlockingQueue<>();
    private final Semaphore credit = new Semaphore(0);
    private volatile @Nullable String lastError;
    private String path = "";
    private String token = "";
    private @Nullable TextSocket socket;
    private int pings = 1_000_000;

    FuzzedSession(URI base) {
        this.base = base;
        this.api = new HttpApi(base);
        open();
    }

    private void open() {
        HttpApi.Answer answer = api.post("/api/sessions", BODY);
        if (answer.status() != 201) {
            throw new IllegalStateException("no session: " + answer.body());
        }
        path = answer.json().at("/urls/self").asText();
        token = answer.json().get("token").asText();
        credit.drainPermits();
        pongs.clear();
        socket = TextSocket.open(
                SessionClient.socketAddress(
                        base, answer.json().at("/urls/socket").asText()),
                this::onText,
                picture -> acknowledge(picture),
                true,
                "Authorization",
                "Bearer " + token);
    }

    private void onText(String text) {
        JsonNode message = HttpApi.parse(text);
        switch (message.path("type").asText()) {
            case "credit" -> credit.release(message.path("frames").asInt());
            case "pong" -> pongs.add(message.path("id").asInt());
            case "error" -> lastError = message.path("code").asText();
            default -> {
                // Settings, statistics and the like.
            }
        }
    }

    private void acknowledge(ByteBuffer picture) {
        TextSocket open = socket;
        if (open != null) {
            trySend(() ->
                    open.send("{\"type\":\"shown\",\"sequence\":" + Integer.toUnsignedLong(picture.getInt(4)) + "}"));
        }
    }

    /** Sends a text message. */
    void send(String text) {
        trySend(() -> connected().send(text));
    }

    /**
     * Sends a binary message; a frame as soon as there is credit for it.
     *
     * @throws IllegalStateException if none comes: whatever became of a frame, its credit has to come back
     */
    void send(byte[] message) throws InterruptedException {
        if (isFrame(message)) {
            awaitCredit();
        }
        trySend(() -> connected().send(ByteBuffer.wrap(message)));
    }

    /** Whether the server takes it for a frame, however damaged; nothing else costs credit. */
    private static boolean isFrame(byte[] message) {
        return message.length > HEADER_BYTES && message[0] == VERSION && message[1] == INPUT;
    }

    private void awaitCredit() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!credit.tryAcquire(50, TimeUnit.MILLISECONDS)) {
            if (connected().isClosed()) {
                // Settling finds out.
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("no credit within " + PATIENCE);
            }
        }
    }

    private TextSocket connected() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        return socket;
    }

    /** A socket that the server has closed throws; {@link #settle} finds out. */
    private static void trySend(Runnable sending) {
        try {
            sending.run();
        } catch (CompletionException | IllegalStateException closed) {
            // Nothing: the session is opened again.
        }
    }

    /** Waits until everything that was sent has been read: messages are read in order, so a pong says so. */
    Outcome settle() throws InterruptedException {
        int ping = ++pings;
        long now = System.nanoTime();
        long end = now + PATIENCE.toNanos();
        long next = now;
        while (now < end) {
            // Pings count against the rate of messages, so one may be lost to it.
            if (now >= next) {
                send("{\"type\":\"ping\",\"id\":" + ping + "}");
                next = now + PING_AGAIN.toNanos();
            }
            Integer pong = pongs.poll(50, TimeUnit.MILLISECONDS);
            if (pong != null && pong == ping) {
                String error = lastError;
                lastError = null;
                return error == null ? Outcome.accepted("ok") : Outcome.refused(error);
            }
            if (connected().isClosed()) {
                String error = lastError;
                lastError = null;
                close();
                open();
                return Outcome.hungUp(error == null ? "without a reason" : error);
            }
            now = System.nanoTime();
        }
        return Outcome.failed("no pong within " + PATIENCE);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        api.delete(path, "Authorization", "Bearer " + token);
    }
}
