package org.speakdraw.launcher;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was started, in order, to be stopped in reverse: when the work is done, or by a signal at any moment, even in
 * the middle of starting. Thread-safe; everything is stopped exactly once.
 */
final class Lifecycle implements AutoCloseable {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean stopping;

    /** Starts something that must be stopped again. */
    interface Start<T extends AutoCloseable> {
        T start() throws Exception;
    }

    /** Closes everything when the JVM is told to end (Ctrl-C, SIGTERM), before it does. */
    void closeOnSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
    }

    /** Starts one thing. A signal that comes meanwhile waits, so nothing is started that nobody stops. */
    synchronized <T extends AutoCloseable> T start(Start<T> start) throws Exception {
        if (stopping) {
            throw new InterruptedException("stopping");
        }
        T thing = start.start();
        started.push(thing);
        return thing;
    }

    /** Starts something again that is to be stopped already. A signal that comes meanwhile waits. */
    synchronized void startAgain(Restart restart) throws Exception {
        if (stopping) {
            throw new InterruptedException("stopping");
        }
        restart.run();
    }

    /** Starts something anew. */
    interface Restart {
        void run() throws Exception;
    }

    synchronized boolean stopping() {
        return stopping;
    }

    @Override
    public synchronized void close() {
        stopping = true;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("speakdraw: while stopping: " + e);
            }
        }
    }
}
