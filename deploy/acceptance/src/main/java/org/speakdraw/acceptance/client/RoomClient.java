package org.speakdraw.acceptance.client;

import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A page in a classroom: a teacher's, a student's or a projector's. Thread-safe. */
public final class RoomClient implements AutoCloseable {

    private final TextSocket socket;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<ByteBuffer> pictures = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();

    private RoomClient(HttpApi api, String path) {
        this.socket = TextSocket.open(
                SessionClient.socketAddress(api.base(), path),
                text -> {
                    bytes.addAndGet(text.length());
                    messages.add(HttpApi.parse(text));
                },
                binary -> {
                    bytes.addAndGet(binary.remaining());
                    pictures.add(binary);
                },
                true);
    }

    /** Comes in by a cookie. */
    public static RoomClient enter(HttpApi api, String classroom, String cookie) {
        return new RoomClient(api, ticket(api.post(path(classroom), "{}", "Cookie", cookie)));
    }

    /** Comes in by a projector's key. */
    public static RoomClient watch(HttpApi api, String classroom, String view) {
        return new RoomClient(api, ticket(api.post(path(classroom), "{\"view\":\"" + view + "\"}")));
    }

    /** Opens a socket at a path, whatever comes of it. */
    public static RoomClient open(HttpApi api, String path) {
        return new RoomClient(api, path);
    }

    /** Where tickets for a classroom are asked for. */
    public static String path(String classroom) {
        return "/api/classrooms/" + classroom + "/ticket";
    }

    private static String ticket(HttpApi.Answer answer) {
        if (answer.status() != 201) {
            throw new IllegalStateException("no ticket: " + answer.body());
        }
        return answer.json().get("socket").asText();
    }

    public void send(String message) {
        socket.send(message);
    }

    /** Waits for a message of a type that is as it should be, leaving out others. */
    public JsonNode await(String type, Predicate<JsonNode> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<JsonNode> last = Optional.empty();
        while (true) {
            JsonNode message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new IllegalStateException("no such \"" + type + "\" within " + PATIENCE + "; last: " + last);
            }
            if (message.path("type").asText().equals(type)) {
                last = Optional.of(message);
                if (wanted.test(message)) {
                    return message;
                }
            }
        }
    }

    /** What comes before the next message of a type. */
    public List<JsonNode> awaitAllBefore(String type) throws InterruptedException {
        List<JsonNode> before = new ArrayList<>();
        while (true) {
            JsonNode message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new IllegalStateException("no \"" + type + "\" within " + PATIENCE + "; before: " + before);
            }
            if (message.path("type").asText().equals(type)) {
                return before;
            }
            before.add(message);
        }
    }

    /** Waits for the next message of a type, leaving out others. */
    public JsonNode await(String type) throws InterruptedException {
        return await(type, message -> true);
    }

    /** Waits for a binary message of a kind: 1 thumbnails, 2 a large picture. */
    public ByteBuffer awaitPictures(int kind) throws InterruptedException {
        while (true) {
            ByteBuffer message = pictures.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new IllegalStateException("no pictures within " + PATIENCE);
            }
            if (message.get(1) == kind) {
                return message;
            }
        }
    }

    /** Payload that came so far. */
    public long bytes() {
        return bytes.get();
    }

    /** Forgets what has come. */
    public void forget() {
        messages.clear();
        pictures.clear();
    }

    public TextSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }
}
