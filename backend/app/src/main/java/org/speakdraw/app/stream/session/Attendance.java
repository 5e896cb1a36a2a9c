package org.speakdraw.app.stream.session;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
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

    private final Consumer<SessionPeer> letIn;
    private volatile SessionPeer peer = SessionPeer.NONE;
    private final LongSupplier nanoTime;
    private volatile long lastSeenNanos;
    private volatile long clientSeenNanos;
    private boolean greeted;
    private boolean admitted;
    private boolean over;
    private QueuePlace place = new QueuePlace(1, 1);

    /** @param letIn called with a client that may send from now on */
    Attendance(Consumer<SessionPeer> letIn, LongSupplier nanoTime) {
        this.letIn = letIn;
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
            greeted = false;
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
            letIn.accept(newcomer);
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
            letIn.accept(peer);
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

    /** Whether the client is away for longer than coming back takes, whoever else watches. */
    boolean abandoned() {
        return !connected() && since(clientSeenNanos).compareTo(ARRIVAL) >= 0;
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
