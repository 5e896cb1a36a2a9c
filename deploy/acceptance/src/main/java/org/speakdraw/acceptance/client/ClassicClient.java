package org.speakdraw.acceptance.client;

import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the classic protocol, message for message as the existing front ends behave. One thread's. */
public final class ClassicClient implements AutoCloseable {

    private final HttpApi api;
    private final UUID id;
    private final TextSocket socket;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    /** Whether the server has said anything yet. */
    private final CountDownLatch greeted = new CountDownLatch(1);

    private Optional<MjpegReader> stream = Optional.empty();

    /** Makes up a UUID and opens its socket. */
    public static ClassicClient open(URI base) {
        return open(base, UUID.randomUUID());
    }

    /** The same with an id that need not be made up. */
    public static ClassicClient open(URI base, UUID id) {
        return new ClassicClient(new HttpApi(base), id);
    }

    private ClassicClient(HttpApi api, UUID id) {
        this.api = api;
        this.id = id;
        this.socket = TextSocket.open(
                SessionClient.socketAddress(api.base(), "/api/ws/" + id),
                text -> {
                    messages.add(HttpApi.parse(text));
                    greeted.countDown();
                },
                binary -> {
                    throw new IllegalStateException("the classic protocol has no binary messages from the server");
                },
                true);
    }

    /** By which other calls name its session. */
    public UUID id() {
        return id;
    }

    /** Begins to read the stream, as an {@code <img>} does: once the server, which has to open the session, has said something. */
    public void read() throws IOException, InterruptedException {
        if (!greeted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no greeting within " + PATIENCE);
        }
        stream = Optional.of(MjpegReader.open(api, "/api/stream/" + id));
    }

    /** The three messages that answer a {@code send_frame}. */
    public void sendFrame(String parameters, byte[] jpeg) {
        socket.send("{\"status\":\"next_frame\"}");
        socket.send(parameters);
        socket.send(ByteBuffer.wrap(jpeg));
    }

    /** The next message's status. */
    public String nextStatus() throws InterruptedException {
        return poll(PATIENCE.toSeconds()).get("status").asText();
    }

    /** Waits for a status, leaving out others. */
    public JsonNode awaitStatus(String status) throws InterruptedException {
        return awaitStatus(status, PATIENCE.toSeconds());
    }

    /**
     * Waits for a status, leaving out others.
     *
     * @throws IllegalStateException when it does not come
     */
    public JsonNode awaitStatus(String status, long seconds) throws InterruptedException {
        while (true) {
            JsonNode message = poll(seconds);
            if (message.get("status").asText().equals(status)) {
                return message;
            }
        }
    }

    private JsonNode poll(long seconds) throws InterruptedException {
        JsonNode message = messages.poll(seconds, TimeUnit.SECONDS);
        if (message == null) {
            throw new IllegalStateException("no message within " + seconds + " s");
        }
        return message;
    }

    /** The next JPEG of the stream. */
    public byte[] nextPicture() throws IOException {
        return stream.orElseThrow().next();
    }

    public TextSocket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        if (stream.isPresent()) {
            stream.get().close();
        }
        socket.close();
    }
}
