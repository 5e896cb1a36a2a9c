package org.speakdraw.acceptance.client;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A WebSocket that hands whole messages on. Thread-safe. */
public final class TextSocket implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final WebSocket socket;
    private final CompletableFuture<Integer> closed;

    private TextSocket(WebSocket socket, CompletableFuture<Integer> closed) {
        this.socket = socket;
        this.closed = closed;
    }

    /**
     * Opens a socket.
     *
     * @param onText   called for each text message, on the socket's thread
     * @param onBinary called for each binary message, on the socket's thread
     * @param reading  whether to read at all; a client that does not shows what slow ones do to others
     * @param headers  names and values of additional headers
     */
    public static TextSocket open(
            URI address, Consumer<String> onText, Consumer<ByteBuffer> onBinary, boolean reading, String... headers) {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket.Builder builder =
                HttpClient.newHttpClient().newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        WebSocket socket = builder.buildAsync(address, new Messages(onText, onBinary, reading, closed))
                .orTimeout(CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return new TextSocket(socket, closed);
    }

    /** Sends a text and waits until it is handed to the network. */
    public synchronized void send(String text) {
        socket.sendText(text, true).join();
    }

    /** Sends a binary message and waits until it is handed to the network. */
    public synchronized void send(ByteBuffer message) {
        socket.sendBinary(message, true).join();
    }

    /** Waits for the server to close the socket; the close code, or -1 when the connection broke. */
    public int awaitClose(Duration patience) {
        // Of a copy, or else the socket would count as closed once somebody had waited in vain.
        return closed.copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    /** Breaks the connection without a goodbye, as a lost network does. */
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!isClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(1, TimeUnit.SECONDS)
                    .exceptionally(gone -> socket)
                    .join();
            socket.abort();
        }
    }

    private static final class Messages implements WebSocket.Listener {
        private final Consumer<String> onText;
        private final Consumer<ByteBuffer> onBinary;
        private final boolean reading;
        private final CompletableFuture<Integer> closed;
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        Messages(
                Consumer<String> onText,
                Consumer<ByteBuffer> onBinary,
                boolean reading,
                CompletableFuture<Integer> closed) {
            this.onText = onText;
            this.onBinary = onBinary;
            this.reading = reading;
            this.closed = closed;
        }

        @Override
        public void onOpen(WebSocket webSocket) {
            if (reading) {
                webSocket.request(1);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                onText.accept(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(webSocket);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            binary.writeBytes(part);
            if (last) {
                onBinary.accept(ByteBuffer.wrap(binary.toByteArray()));
                binary.reset();
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(webSocket);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return CompletableFuture.completedStage(webSocket);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(-1);
        }
    }
}
