package org.speakdraw.acceptance.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything one socket has received. Filled by the HTTP client's threads, read by the test's; guarded by its own monitor.
 * Output frames are kept up to a limit, the oldest given up first.
 */
public final class SocketInbox implements WebSocket.Listener {

    private static final int MOST_OUTPUTS = 256;
    private static final int ABNORMAL = 1006;

    private final List<JsonNode> all = new ArrayList<>();
    private final Deque<JsonNode> untaken = new ArrayDeque<>();
    private final Deque<WireFrame> outputs = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private long credit;
    private long outputCount;
    private boolean reading = true;
    private int closeCode = -1;
    private @Nullable WebSocket paused;

    @Override
    public void onOpen(WebSocket socket) {
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        synchronized (this) {
            text.append(data);
            if (last) {
                JsonNode message = ServerApi.parse(text.toString());
                text.setLength(0);
                all.add(message);
                untaken.add(message);
                if (message.path("type").asText().equals("credit")) {
                    credit += message.path("frames").asLong();
                }
                notifyAll();
            }
        }
        return next(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        synchronized (this) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            binary.writeBytes(part);
            if (last) {
                outputs.add(WireFrame.parse(ByteBuffer.wrap(binary.toByteArray())));
                binary.reset();
                outputCount++;
                if (outputs.size() > MOST_OUTPUTS) {
                    outputs.remove();
                }
                notifyAll();
            }
        }
        return next(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        closed(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed(ABNORMAL);
    }

    private synchronized void closed(int code) {
        closeCode = code;
        notifyAll();
    }

    private synchronized @Nullable CompletionStage<?> next(WebSocket socket) {
        if (reading) {
            socket.request(1);
        } else {
            paused = socket;
        }
        return null;
    }

    /** Stops reading from the socket: what the server sends then piles up in the network. */
    public synchronized void stopReading() {
        reading = false;
    }

    /** Reads on. */
    public synchronized void resumeReading() {
        reading = true;
        if (paused != null) {
            paused.request(1);
            paused = null;
        }
    }

    /** All text messages so far. */
    public synchronized List<JsonNode> messages() {
        return List.copyOf(all);
    }

    /** How many output frames have come. */
    public synchronized long outputCount() {
        return outputCount;
    }

    /** Frames the client may send now. */
    public synchronized long credit() {
        return credit;
    }

    /** The close code; empty while open. 1006 stands for a connection that broke. */
    public synchronized OptionalInt closeCode() {
        return closeCode < 0 ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    synchronized boolean takeCredit(Duration limit) throws InterruptedException {
        if (!await(() -> credit > 0 || closeCode >= 0, limit) || credit == 0) {
            return false;
        }
        credit--;
        return true;
    }

    synchronized Optional<JsonNode> awaitMessage(Predicate<JsonNode> condition, Duration limit)
            throws InterruptedException {
        JsonNode[] found = new JsonNode[1];
        await(() -> (found[0] = takeFirst(condition)) != null, limit);
        return Optional.ofNullable(found[0]);
    }

    private @Nullable JsonNode takeFirst(Predicate<JsonNode> condition) {
        for (Iterator<JsonNode> candidates = untaken.iterator(); candidates.hasNext(); ) {
            JsonNode candidate = candidates.next();
            if (condition.test(candidate)) {
                candidates.remove();
                return candidate;
            }
        }
        return null;
    }

    /** The next output frame that was not taken yet; empty when none comes in time or the socket is closed. */
    public synchronized Optional<WireFrame> awaitOutput(Duration limit) throws InterruptedException {
        await(() -> !outputs.isEmpty() || closeCode >= 0, limit);
        return Optional.ofNullable(outputs.poll());
    }

    synchronized Optional<Integer> awaitClose(Duration limit) throws InterruptedException {
        await(() -> closeCode >= 0, limit);
        return closeCode < 0 ? Optional.empty() : Optional.of(closeCode);
    }

    /** Waits, holding the monitor only while looking. */
    private synchronized boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
