package org.speakdraw.app.cluster;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The live sessions of this node, as the cluster sees them. Thread-safe. */
public interface Residents {

    /** Whether the session lives here. */
    boolean has(UUID session);

    /** Those that can move. */
    Collection<UUID> all();

    /** How busy this node is. */
    NodeLoad load();

    /** What has changed since the last call, to be kept; the caller gives back with {@link #changed} what it could not. */
    List<KeptSession> takeChanged();

    /** Has the sessions reported once more by {@link #takeChanged}. */
    void changed(Collection<UUID> sessions);

    /** The sessions that have ended, until the caller says by {@link #forgotten} that nothing is kept of them any more. */
    List<UUID> ended();

    /** Nothing is kept of the sessions any more from which they could come back. */
    void forgotten(Collection<UUID> sessions);

    /**
     * The session goes on here, with its settings, and waits for its client. Does nothing when it lives here, or has just
     * ended.
     *
     * @throws org.speakdraw.app.platform.RequestException of status 503 when that cannot be at the moment
     */
    void adopt(KeptSession session);

    /** The session goes on elsewhere: its client is sent away and comes back by itself. */
    void release(UUID session);

    /** Whether all clients that were sent away have been told, and their sockets are closed. */
    boolean allGone();
}
