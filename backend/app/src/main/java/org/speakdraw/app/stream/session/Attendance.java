package org.speakdraw.app.stream.session;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.frames.PictureSink;
import org.speakdraw.app.stream.painting.QueuePlace;

/**
 * Who attends a session: its client, where one is connected, and where the session stands in line until it is admitted.
 * A client is told nothing of credit or of its place before it was greeted. Thread-safe.
 */
final class Attendance implements PictureSink {

    /** From opening a session to its socket. */
    private static final Duration ARRIVAL = Duration.ofSeconds(10);

    private final Listener listener;
    private volatile SessionPeer peer = SessionPeer.NONE;
    private final LongSupplier nanoTime;
    private volatile long lastSeenNanos;
    private volatile long clientSeenNanos;
    private volatile boolean met;
    private boolean greeted;
    private boolean admitted;
    private boolean over;
    private QueuePlace place = new QueuePlace(1, 1);

    /** What the session does about it. Called while nobody else comes or goes; must not wait. */
    interface Listener {

        /** A client has come, which may send nothing yet. */
        void came();

        /** {@code client} may send from now on. */
        void letIn(SessionPeer client);
    }

    /** A session that nobody attends. */
    Attendance(Listener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.lastSeenNanos = nanoTime.getAsLong();
        this.clientSeenNanos = lastSeenNanos;
    }

    /** The client, or {@link SessionPeer#NONE}. */
    SessionPeer peer() {
        return peer;
    }

    boolean connected() {
        return peer != SessionPeer.NONE;
    }

    /**
     * Connects {@code newcomer}, which may send nothing before {@link #begin}.
     *
     * @param takeover whether a connected client has to go
     * @return false when another client is connected and stays, or all is over
     */
    boolean attach(SessionPeer newcomer, boolean takeover) {
        SessionPeer former;
        synchronized (this) {
            former = peer;
            if (over || (connected() && !takeover)) {
                return false;
            }
            peer = newcomer;
            met = true;
            greeted = false;
            listener.came();
        }
        former.close(DisconnectReason.TAKEN_OVER);
        return true;
    }

    @Override
    public boolean wantsPictures() {
        return peer.wantsPictures();
    }

    @Override
    public boolean behind() {
        return peer.behind();
    }

    @Override
    public void painted(OutputFrame frame) {
        peer.painted(frame);
    }

    /** {@code newcomer} was greeted: it is let in, or told where it stands in line. */
    synchronized void begin(SessionPeer newcomer) {
        if (peer != newcomer) {
            return;
        }
        greeted = true;
        if (admitted) {
            listener.letIn(newcomer);
        } else {
            newcomer.queued(place);
        }
    }

    /** The session waits, and this is where. */
    synchronized void queue(QueuePlace now) {
        boolean moved = !now.equals(place);
        place = now;
        if (moved && greeted) {
            peer.queued(now);
        }
    }

    /** Where the session stands while it waits to be admitted. */
    synchronized Optional<QueuePlace> waiting() {
        return admitted ? Optional.empty() : Optional.of(place);
    }

    /** It waits no longer. */
    synchronized void admit() {
        admitted = true;
        if (greeted) {
            peer.admitted();
            listener.letIn(peer);
        }
    }

    /** {@code leaver} is gone. */
    synchronized void detach(SessionPeer leaver) {
        if (peer == leaver) {
            peer = SessionPeer.NONE;
            clientSeenNanos = nanoTime.getAsLong();
            seen();
        }
    }

    /** Somebody is there, the client or a viewer. */
    void seen() {
        lastSeenNanos = nanoTime.getAsLong();
    }

    /** How long nobody has been there. */
    Duration unattended() {
        return connected() ? Duration.ZERO : since(lastSeenNanos);
    }

    /** Whether the client is there, or may be about to connect. */
    boolean expected() {
        return unattended().compareTo(ARRIVAL) < 0;
    }

    /** How long the client has been away, whoever else watches. */
    Duration away() {
        return connected() ? Duration.ZERO : since(clientSeenNanos);
    }

    /** Whether the client has gone, and not only not come yet. */
    boolean left() {
        return !connected() && (met || abandoned());
    }

    /** Whether the client is away for longer than coming back takes, whoever else watches. */
    boolean abandoned() {
        return away().compareTo(ARRIVAL) >= 0;
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(nanoTime.getAsLong() - nanos);
    }

    /** Hangs up; nobody connects any more. */
    void end(DisconnectReason reason) {
        SessionPeer last;
        synchronized (this) {
            over = true;
            last = peer;
            peer = SessionPeer.NONE;
        }
        last.close(reason);
    }
}
