package org.speakdraw.app.stream.frames;

/**
 * Somebody who watches a session's output beside its owner's socket. No method waits or throws; all are thread-safe.
 */
public interface Viewer {

    /** A new picture. */
    void offer(OutputFrame frame);

    /** About once a second: repeats the last picture where that is needed, and lets a stalled connection go. */
    void checkAlive();

    /** Whether it may watch: a shared address can be taken back. */
    boolean allowed();

    /** Ends the connection. */
    void close();
}
