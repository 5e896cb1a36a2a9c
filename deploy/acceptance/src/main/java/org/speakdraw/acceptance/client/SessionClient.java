package org.speakdraw.acceptance.client;

import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A session of the native protocol: sends frames by credit, acknowledges pictures as a page that shows them at once,
 * and lets its user wait for messages. Thread-safe.
 */
public final class SessionClient implements AutoCloseable {

    private static final int HEADER_BYTES = 16;

    /** Between two looks at whether the socket is still open. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String id;
    private final String token;
    private final HttpApi api;
    private final TextSocket socket;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Picture> pictures = new LinkedBlockingQueue<>();
    private final Semaphore credit = new Semaphore(0);
    private final AtomicLong sequence = new AtomicLong();
    private final boolean acknowledging;

    /** How a client behaves. */
    public enum Behaviour {
        /** Reads and acknowledges. */
        WELL,
        /** Reads, but leaves it to its user to acknowledge pictures. */
        NEVER_ACKNOWLEDGES,
        /** Never reads from its socket. */
        NEVER_READS
    }

    /** Opens a session and its socket. */
    public static SessionClient open(URI base, String settings) {
        return open(base, settings, Behaviour.WELL);
    }

    /** Opens a session and its socket. */
    public static SessionClient open(URI base, String settings, Behaviour behaviour) {
        HttpApi api = new HttpApi(base);
        HttpApi.Answer answer = api.post("/api/sessions", "{\"settings\":" + settings + "}");
        if (answer.status() != 201) {
            throw new IllegalStateException("no session: " + answer.body());
        }
        return connect(
                api,
                answer.json().get("id").asText(),
                answer.json().get("token").asText(),
                "",
                behaviour);
    }

    /** Connects a session that is open, for example again. */
    public static SessionClient connect(HttpApi api, String id, String token, String query, Behaviour behaviour) {
        return new SessionClient(api, id, token, query, behaviour);
    }

    private SessionClient(HttpApi api, String id, String token, String query, Behaviour behaviour) {
        this.api = api;
        this.id = id;
        this.token = token;
        this.acknowledging = behaviour == Behaviour.WELL;
        this.socket = TextSocket.open(
                socketAddress(api.base(), "/ws/sessions/" + id + query),
                this::onText,
                this::onBinary,
                behaviour != Behaviour.NEVER_READS,
                "Authorization",
                "Bearer " + token);
    }

    /** {@code ws://} in place of {@code http://}. */
    public static URI socketAddress(URI base, String path) {
        return URI.create("ws" + base.resolve(path).toString().substring("http".length()));
    }

    private void onText(String text) {
        JsonNode message = HttpApi.parse(text);
        if (message.path("type").asText().equals("credit")) {
            credit.release(message.get("frames").asInt());
        }
        messages.add(message);
    }

    private void onBinary(ByteBuffer message) {
        long arrived = System.nanoTime();
        message.getInt();
        long number = Integer.toUnsignedLong(message.getInt());
        long captured = message.getLong();
        byte[] jpeg = new byte[message.remaining()];
        message.get(jpeg);
        pictures.add(new Picture(number, captured, jpeg, arrived));
        if (acknowledging) {
            acknowledge(number);
        }
    }

    public String id() {
        return id;
    }

    public String token() {
        return token;
    }

    /** The header that opens the session's HTTP calls. */
    public String[] authorization() {
        return new String[] {"Authorization", "Bearer " + token};
    }

    public HttpApi api() {
        return api;
    }

    public TextSocket socket() {
        return socket;
    }

    /** Waits for credit and sends a frame; its sequence. */
    public long send(byte[] jpeg) throws InterruptedException {
        if (!credit.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("no credit within " + PATIENCE);
        }
        return sendWithoutCredit(jpeg);
    }

    /** Sends a frame if there is credit. */
    public boolean trySend(byte[] jpeg) {
        if (credit.tryAcquire()) {
            sendWithoutCredit(jpeg);
            return true;
        }
        return false;
    }

    /** Sends a frame whether or not there is credit; its sequence. */
    public long sendWithoutCredit(byte[] jpeg) {
        long number = sequence.incrementAndGet();
        socket.send(ByteBuffer.allocate(HEADER_BYTES + jpeg.length)
                .putInt(0x01010000)
                .putInt((int) number)
                .putLong(System.nanoTime() / 1000)
                .put(jpeg)
                .flip());
        return number;
    }

    /** Says that a picture is on the screen. */
    public void acknowledge(long number) {
        socket.send("{\"type\":\"shown\",\"sequence\":" + number + "}");
    }

    /** Changes settings: a JSON object. */
    public void change(String values) {
        socket.send("{\"type\":\"settings\",\"values\":" + values + "}");
    }

    /** Changes settings for a look: a JSON object. */
    public void tryOut(String values) {
        socket.send("{\"type\":\"settings\",\"trial\":true,\"values\":" + values + "}");
    }

    /**
     * Waits for the next message of a type, leaving out others.
     *
     * @throws IllegalStateException when it does not come, which is known as soon as the socket is closed
     */
    public JsonNode await(String type) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode message = next(messages, end, type);
            if (message.path("type").asText().equals(type)) {
                return message;
            }
        }
    }

    /** The next of what comes until {@code end}; nothing more comes after the socket's close, but all that came before counts. */
    private <T> T next(BlockingQueue<T> coming, long end, String wanted) throws InterruptedException {
        while (true) {
            boolean last = socket.isClosed() || System.nanoTime() - end >= 0;
            T message = coming.poll(last ? 0 : LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (message != null) {
                return message;
            }
            if (last) {
                String why = socket.isClosed() ? ": closed with " + socket.awaitClose(LOOK) : " within " + PATIENCE;
                throw new IllegalStateException("no \"" + wanted + '"' + why + "; messages: " + messages);
            }
        }
    }

    /** Waits for an error of a code, leaving out other messages. */
    public JsonNode awaitError(String code) throws InterruptedException {
        while (true) {
            JsonNode error = await("error");
            if (error.get("code").asText().equals(code)) {
                return error;
            }
        }
    }

    /**
     * Waits for the next picture.
     *
     * @throws IllegalStateException when it does not come, which is known as soon as the socket is closed
     */
    public Picture awaitPicture() throws InterruptedException {
        return next(pictures, System.nanoTime() + PATIENCE.toNanos(), "picture");
    }

    /** Waits for the picture made from a frame, or from a later one. */
    public Picture awaitPicture(long number) throws InterruptedException {
        while (true) {
            Picture picture = awaitPicture();
            if (picture.sequence() >= number) {
                return picture;
            }
        }
    }

    /** The pictures that have come and were not waited for. */
    public BlockingQueue<Picture> pictures() {
        return pictures;
    }

    /** Takes the messages that have come and were not waited for. */
    public List<JsonNode> takeMessages() {
        List<JsonNode> taken = new ArrayList<>();
        messages.drainTo(taken);
        return taken;
    }

    @Override
    public void close() {
        socket.close();
    }
}
