package org.speakdraw.app.stream.wire;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.SessionPeer;

/**
 * A client at the other end of a WebSocket: one message is on the way at a time, since the container queues whatever it
 * is given without a bound, and the close goes out after what waits. Thread-safe; subclasses guard their own state with
 * this object's monitor.
 */
public abstract class WebSocketPeer implements SessionPeer {

    private final Session socket;
    private final Duration idleTimeout;
    private final Duration pingInterval;
    private @Nullable CloseReason closing;
    private boolean sending;
    private boolean closed;
    private volatile long heardNanos = System.nanoTime();
    private long pingedNanos = System.nanoTime();

    /**
     * @param idleTimeout  after which a client that does not take a message, or says nothing, is let go
     * @param pingInterval after which it is asked whether it is there
     */
    protected WebSocketPeer(Session socket, Duration idleTimeout, Duration pingInterval) {
        this.socket = socket;
        this.idleTimeout = idleTimeout;
        this.pingInterval = pingInterval;
        socket.setMaxIdleTimeout(0);
        socket.getAsyncRemote().setSendTimeout(idleTimeout.toMillis());
    }

    /** The next text to send. Called with the monitor held. */
    protected abstract Optional<String> nextText();

    /** The next binary message to send when no text waits and nobody is leaving. Called with the monitor held. */
    protected Optional<ByteBuffer> nextBinary() {
        return Optional.empty();
    }

    /** Sends the next message, if none is on the way. */
    protected final synchronized void pump() {
        if (sending || closed) {
            return;
        }
        try {
            sendNext();
        } catch (RuntimeException e) {
            // The container has closed the socket, or cannot send: whoever had something to say goes on.
            abandon(new CloseReason(CloseCodes.UNEXPECTED_CONDITION, "send failed"));
        }
    }

    private void sendNext() {
        Optional<String> text = nextText();
        if (text.isPresent()) {
            sending = true;
            socket.getAsyncRemote().sendText(text.get(), this::sent);
        } else if (closing != null) {
            abandon(closing);
        } else {
            nextBinary().ifPresent(message -> {
                sending = true;
                socket.getAsyncRemote().sendBinary(message, this::sent);
            });
        }
    }

    private synchronized void sent(SendResult result) {
        sending = false;
        if (result.isOK()) {
            pump();
        } else {
            abandon(new CloseReason(CloseCodes.UNEXPECTED_CONDITION, "send failed"));
        }
    }

    /** Closes the socket once the texts that wait are sent. */
    protected final synchronized void leave(CloseReason reason) {
        if (closing == null) {
            closing = reason;
            pump();
        }
    }

    /** Closes the socket now. */
    protected final synchronized void abandon(CloseReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            socket.close(reason);
        } catch (IOException | IllegalStateException e) {
            // It was gone before; that is what was wanted.
        }
    }

    /** The answer to a ping, like everything else that comes, is {@link #heard}. */
    @Override
    public synchronized void checkAlive() {
        long now = System.nanoTime();
        if (now - heardNanos > idleTimeout.toNanos()) {
            close(DisconnectReason.IDLE);
        } else if (now - pingedNanos > pingInterval.toNanos()) {
            pingedNanos = now;
            ping();
        }
    }

    private void ping() {
        try {
            socket.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | IllegalStateException e) {
            abandon(new CloseReason(CloseCodes.UNEXPECTED_CONDITION, "ping failed"));
        }
    }

    /** Whether the server is hanging up, so that what still comes in does not count. */
    public final synchronized boolean leaving() {
        return closed || closing != null;
    }

    @Override
    public final synchronized boolean gone() {
        return closed;
    }

    /** Something came from the client. */
    public final void heard() {
        heardNanos = System.nanoTime();
    }

    /** The container has closed the socket. */
    public final synchronized void closed() {
        closed = true;
    }
}
