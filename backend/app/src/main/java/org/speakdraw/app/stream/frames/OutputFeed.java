package org.speakdraw.app.stream.frames;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Pictures for any number of viewers, each at its own speed: a session's output, or a recording's. Thread-safe. */
public final class OutputFeed implements PictureSink {

    private final int maxViewers;
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private volatile @Nullable OutputFrame latest;
    private boolean closed;

    /** A feed without a picture and without viewers. */
    public OutputFeed(int maxViewers) {
        this.maxViewers = maxViewers;
    }

    /** Shows {@code frame} to everybody. */
    @Override
    public void painted(OutputFrame frame) {
        latest = frame;
        viewers.forEach(viewer -> viewer.offer(frame));
    }

    /** The last picture. */
    public Optional<OutputFrame> latest() {
        return Optional.ofNullable(latest);
    }

    /**
     * Lets {@code viewer} in; it gets the last picture at once.
     *
     * @throws RequestException {@code server-full}; {@code session-unknown} when there is nothing to watch for it any more
     */
    public void add(Viewer viewer) {
        synchronized (viewers) {
            if (closed) {
                throw new RequestException(ApiError.SESSION_UNKNOWN, "The session has ended.");
            }
            if (viewers.size() >= maxViewers) {
                throw new RequestException(ApiError.SERVER_FULL, "The stream has " + maxViewers + " viewers already.");
            }
            viewers.add(viewer);
        }
        // Whoever takes an address back does so before looking for those who came by it.
        if (!viewer.allowed()) {
            viewers.remove(viewer);
            throw new RequestException(ApiError.SESSION_UNKNOWN, "The address is no longer shared.");
        }
        latest().ifPresent(viewer::offer);
    }

    public void remove(Viewer viewer) {
        viewers.remove(viewer);
    }

    @Override
    public boolean wantsPictures() {
        return watched();
    }

    /** Never: each viewer waits by itself. */
    @Override
    public boolean behind() {
        return false;
    }

    /** Whether anybody is watching. */
    public boolean watched() {
        return !viewers.isEmpty();
    }

    /** About once a second: repeats the last picture where that is needed, and lets stalled viewers go. */
    public void checkAlive() {
        viewers.forEach(Viewer::checkAlive);
    }

    /** Ends the connections of those who may no longer watch. */
    public void closeRefused() {
        viewers.stream().filter(viewer -> !viewer.allowed()).forEach(Viewer::close);
    }

    /** Ends all connections, and lets nobody in any more. */
    public void close() {
        synchronized (viewers) {
            closed = true;
        }
        viewers.forEach(Viewer::close);
    }
}
