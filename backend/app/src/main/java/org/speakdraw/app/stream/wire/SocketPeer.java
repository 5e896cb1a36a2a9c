package org.speakdraw.app.stream.wire;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.speech.LiveSpeech.Understood;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.FrameHeader;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.QueuePlace;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.LiveSession;

/**
 * A client of the native protocol. Text waits in a short queue, pictures in a place for the newest one, and only
 * {@code outputWindow} pictures go out without being acknowledged. Nothing goes out before the welcome. Thread-safe.
 */
final class SocketPeer extends WebSocketPeer {

    private final SettingsSchema schema;
    private final StreamLimits limits;
    private final OutboundMessages texts = new OutboundMessages();
    private final Deque<Long> unacknowledged = new ArrayDeque<>();
    private @Nullable OutputFrame waitingPicture;
    private Runnable roomForPicture = () -> {};
    private boolean started;

    SocketPeer(Session socket, SettingsSchema schema, StreamLimits limits) {
        super(socket, limits.idleTimeout(), limits.pingInterval());
        this.schema = schema;
        this.limits = limits;
    }

    /** Greets the client; what came up before follows. */
    synchronized void welcome(LiveSession session) {
        texts.addFirst(
                new ServerMessage.Welcome(session.id(), schema.toJson(session.settings()), limits.outputWindow()));
        texts.add(ServerMessage.Recording.of(session.recording()));
        texts.add(new ServerMessage.Person(session.personPresent()));
        roomForPicture = session::roomForPicture;
        started = true;
        pump();
    }

    void pong(long id) {
        send(new ServerMessage.Pong(id));
    }

    /** Something was understood of what the client said. */
    void understood(Understood text) {
        send(new ServerMessage.Speech(
                text.utterance(),
                text.text(),
                text.complete(),
                text.finished(),
                text.language(),
                text.confidence(),
                text.samples(),
                text.tookMillis()));
    }

    @Override
    public void credit(int frames) {
        send(new ServerMessage.Credit(frames));
    }

    @Override
    public void queued(QueuePlace place) {
        send(ServerMessage.Queue.of(place));
    }

    @Override
    public void admitted() {
        send(new ServerMessage.Admitted());
    }

    @Override
    public void settingsChanged(StreamSettings settings) {
        send(new ServerMessage.Settings(schema.toJson(settings)));
    }

    @Override
    public void stats(SessionStats stats) {
        send(ServerMessage.Stats.of(stats));
    }

    @Override
    public void recording(RecordingState state) {
        send(ServerMessage.Recording.of(state));
    }

    @Override
    public void person(boolean present) {
        send(new ServerMessage.Person(present));
    }

    @Override
    public void notice(Notice notice) {
        send(ServerMessage.Information.of(notice));
    }

    @Override
    public void refused(Problem problem) {
        send(failure(problem));
    }

    private static ServerMessage failure(Problem problem) {
        return new ServerMessage.Failure(problem.code().id(), problem.detail(), problem.errors());
    }

    private synchronized void send(ServerMessage message) {
        if (leaving()) {
            return;
        }
        if (texts.add(message)) {
            pump();
        } else {
            abandon(new CloseReason(CloseCodes.getCloseCode(DisconnectReason.IDLE.code()), "not reading"));
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
        return started ? texts.poll().map(Json::write) : Optional.empty();
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
    public void close(DisconnectReason reason) {
        close(new Problem(reason.reason(), reason.detail(), List.of()), CloseCodes.getCloseCode(reason.code()));
    }

    /** A message was larger than it may be, so what follows cannot be told apart. */
    void closeTooLarge(Problem problem) {
        close(problem, CloseCodes.TOO_BIG);
    }

    /** Says why, then closes the socket with {@code code}. */
    private synchronized void close(Problem problem, CloseReason.CloseCode code) {
        if (!leaving()) {
            texts.add(failure(problem));
            started = true;
            leave(new CloseReason(code, problem.code().id()));
        }
    }
}
