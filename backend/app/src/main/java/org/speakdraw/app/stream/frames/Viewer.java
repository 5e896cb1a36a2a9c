package org.speakdraw.app.stream.frames;

/**
 * Somebody who watches a session's output beside its owner's socket. No method waits or throws; all are thread-safe.
 */
public interface Viewer {

    /** A new picture. */
    void offer(OutputFrame frame);

    /** About once a second: repeats the last picture where that is needed, and lets a stalled connection go. */
    void checkAlive();

    /** Came by a shared, view-only address. */
    boolean shared();

    /** Ends the connection. */
    void close();
}
