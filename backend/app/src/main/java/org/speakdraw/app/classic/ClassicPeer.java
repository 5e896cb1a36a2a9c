package org.speakdraw.app.classic;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.Mode;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.frames.OutputFeed;
import org.speakdraw.app.stream.painting.QueuePlace;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.wire.WebSocketPeer;

/**
 * A client of the classic protocol: credit becomes {@code send_frame}, one at a time, and only while the MJPEG stream
 * is being read or before the first two frames. Pictures go to the stream alone. Thread-safe.
 */
final class ClassicPeer extends WebSocketPeer {

    private static final int FRAMES_WITHOUT_VIEWER = 2;
    private static final int MAX_WAITING_TEXTS = 64;
    private static final CloseReason GOODBYE = new CloseReason(CloseCodes.NORMAL_CLOSURE, "");

    private final Deque<String> texts = new ArrayDeque<>();
    private final Duration idleTimeout;
    private Optional<OutputFeed> output = Optional.empty();
    private boolean asked;
    private long askedNanos;
    private int credit;
    private int framesAskedFor;

    ClassicPeer(Session socket, StreamLimits limits) {
        super(socket, limits.idleTimeout(), limits.pingInterval());
        this.idleTimeout = limits.idleTimeout();
    }

    /** Greets the client; the first frame is asked for when there is credit. */
    synchronized void begin(OutputFeed feed) {
        output = Optional.of(feed);
        status("connected", "Connected");
        status("wait");
    }

    @Override
    public synchronized void credit(int frames) {
        credit += frames;
        askForFrame();
    }

    @Override
    public void queued(QueuePlace place) {
        send(new ClassicMessage.Waiting("wait", place.position(), place.length()));
    }

    /** The frame that was asked for has come. */
    synchronized void frameArrived() {
        asked = false;
        credit--;
        askForFrame();
    }

    /** What came was no frame: asks again. */
    synchronized void askAgain() {
        asked = false;
        askForFrame();
    }

    private void askForFrame() {
        boolean watched = output.filter(OutputFeed::watched).isPresent();
        if (!asked && credit > 0 && (watched || framesAskedFor < FRAMES_WITHOUT_VIEWER)) {
            asked = true;
            askedNanos = System.nanoTime();
            framesAskedFor++;
            status("send_frame");
        }
    }

    @Override
    public void refused(Problem problem) {
        status("error", problem.code().id() + ": " + problem.detail());
    }

    /** Confirms a change of mode. */
    void modeChanged(Mode mode) {
        send(new ClassicMessage.ModeChanged("mode_changed", mode.id()));
    }

    @Override
    public synchronized void checkAlive() {
        super.checkAlive();
        if (asked && System.nanoTime() - askedNanos > idleTimeout.toNanos()) {
            close(DisconnectReason.IDLE);
        } else {
            // A viewer may have come since the last credit.
            askForFrame();
        }
    }

    @Override
    public void close(DisconnectReason reason) {
        switch (reason) {
            case IDLE, UNUSED, DELETED, SHUTDOWN -> status("timeout", "Your session has ended");
            default -> status("error", reason.detail());
        }
        leave(GOODBYE);
    }

    /** Says that it cannot be, and hangs up. */
    void turnAway(String message) {
        status("error", message);
        leave(GOODBYE);
    }

    private void status(String status) {
        send(new ClassicMessage.Status(status, Optional.empty()));
    }

    private void status(String status, String message) {
        send(new ClassicMessage.Status(status, Optional.of(message)));
    }

    private synchronized void send(ClassicMessage message) {
        if (leaving()) {
            return;
        }
        if (texts.size() >= MAX_WAITING_TEXTS) {
            abandon(GOODBYE);
            return;
        }
        texts.add(Json.write(message));
        pump();
    }

    @Override
    protected Optional<String> nextText() {
        return Optional.ofNullable(texts.poll());
    }
}
