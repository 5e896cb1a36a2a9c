package org.speakdraw.app.stream;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.speech.LiveSpeech.Understood;

/**
 * A client of the native protocol. Text waits in a short queue, pictures in a place for the newest one, and only
 * {@code outputWindow} pictures go out without being acknowledged. Nothing goes out before the welcome. Thread-safe.
 */
final class SocketPeer extends WebSocketPeer {

    private final SettingsSchema schema;
    private final StreamLimits limits;
    private final OutboundTexts texts = new OutboundTexts();
    private final Deque<Long> unacknowledged = new ArrayDeque<>();
    private @Nullable OutputFrame waitingPicture;
    private Runnable roomForPicture = () -> {};
    private boolean started;
    private long pingedNanos = System.nanoTime();

    SocketPeer(Session socket, SettingsSchema schema, StreamLimits limits) {
        super(socket, limits.idleTimeout());
        this.schema = schema;
        this.limits = limits;
    }

    /** Greets the client; what came up before follows. */
    synchronized void welcome(LiveSession session) {
        texts.addFirst(new ServerMessage.Welcome(
                session.id(), JsonText.object(schema.toJson(session.settings())), limits.outputWindow()));
        texts.add(new ServerMessage.Recording(session.recording()));
        texts.add(new ServerMessage.Person(session.somebody()));
        roomForPicture = session::roomForPicture;
        started = true;
        pump();
    }

    void pong(long id) {
        send(new ServerMessage.Pong(id));
    }

    /** Something was understood of what the client said. */
    void understood(Understood text) {
        send(new ServerMessage.Speech(text));
    }

    @Override
    public void credit(int frames) {
        send(new ServerMessage.Credit(frames));
    }

    @Override
    public void queued(QueuePlace place) {
        send(new ServerMessage.Queue(place));
    }

    @Override
    public void admitted() {
        send(new ServerMessage.Admitted());
    }

    @Override
    public void settingsChanged(StreamSettings settings) {
        send(new ServerMessage.Settings(JsonText.object(schema.toJson(settings))));
    }

    @Override
    public void stats(SessionStats stats) {
        send(new ServerMessage.Stats(stats));
    }

    @Override
    public void recording(RecordingState state) {
        send(new ServerMessage.Recording(state));
    }

    @Override
    public void person(boolean present) {
        send(new ServerMessage.Person(present));
    }

    @Override
    public void notice(Notice notice) {
        send(new ServerMessage.Information(notice));
    }

    @Override
    public void refused(Problem problem) {
        send(new ServerMessage.Failure(problem));
    }

    private synchronized void send(ServerMessage message) {
        if (leaving()) {
            return;
        }
        if (texts.add(message)) {
            pump();
        } else {
            abandon(new CloseReason(CloseCodes.getCloseCode(Farewell.IDLE.code()), "not reading"));
        }
    }

    @Override
    public boolean wantsPictures() {
        return true;
    }

    @Override
    public synchronized void painted(OutputFrame frame) {
        waitingPicture = frame;
        pump();
    }

    @Override
    public synchronized boolean behind() {
        return waitingPicture != null;
    }

    /** Picture {@code sequence}, and all that were sent before it, are on the screen. */
    synchronized void acknowledge(long sequence) {
        if (unacknowledged.contains(sequence)) {
            // In the order of sending: numbers begin again when the input changes between frames and words.
            while (unacknowledged.contains(sequence)) {
                unacknowledged.removeFirst();
            }
        }
        pump();
    }

    @Override
    protected Optional<String> nextText() {
        return started ? texts.poll().map(message -> message.toJson().toString()) : Optional.empty();
    }

    @Override
    protected Optional<ByteBuffer> nextBinary() {
        OutputFrame picture = waitingPicture;
        if (!started || picture == null || unacknowledged.size() >= limits.outputWindow()) {
            return Optional.empty();
        }
        waitingPicture = null;
        unacknowledged.addLast(picture.tag().sequence());
        roomForPicture.run();
        return Optional.of(FrameHeader.writeOutput(picture));
    }

    @Override
    public void checkAlive() {
        if (silence().compareTo(limits.idleTimeout()) > 0) {
            close(Farewell.IDLE);
        } else if (System.nanoTime() - pingedNanos > limits.pingInterval().toNanos()) {
            pingedNanos = System.nanoTime();
            ping();
        }
    }

    @Override
    public void close(Farewell reason) {
        close(new Problem(reason.reason(), reason.detail(), List.of()), CloseCodes.getCloseCode(reason.code()));
    }

    /** Says why, then closes the socket with {@code code}. */
    synchronized void close(Problem problem, CloseReason.CloseCode code) {
        if (!leaving()) {
            texts.add(new ServerMessage.Failure(problem));
            started = true;
            leave(new CloseReason(code, problem.code().id()));
        }
    }
}
