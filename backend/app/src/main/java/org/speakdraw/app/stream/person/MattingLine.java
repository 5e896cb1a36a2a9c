package org.speakdraw.app.stream.person;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stream's mattes, worked on one after another, in order, on the workers: each from the moment the engine takes its
 * frame, so that frames which are replaced cost none. Thread-safe.
 */
public final class MattingLine {

    private static final System.Logger LOG = System.getLogger(MattingLine.class.getName());
    /** One is worked on while the next one's frame is painted. */
    private static final int LENGTH = 2;

    private final Executor executor;
    private final Listener listener;
    private final AtomicInteger due = new AtomicInteger();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** Whose mattes they are. Called on a worker; must not wait. */
    public interface Listener {

        /** In the last frame somebody is in the picture, or nobody. */
        void person(boolean present);

        /** A matte is done, well or not: there may be room for another one. */
        void matteDone();
    }

    /** An empty line. */
    public MattingLine(Executor executor, Listener listener) {
        this.executor = executor;
        this.listener = listener;
    }

    /** Whether the mattes keep up; while they do not, the engine is to take no further frame. */
    public boolean hasRoom() {
        return due.get() < LENGTH;
    }

    /** The engine has taken this one's frame. Never waits. */
    public synchronized void add(MattingTask task) {
        due.incrementAndGet();
        // Neither throws: the line would end with it. The second is for a task that the executor did not take.
        last = last.thenRunAsync(() -> work(task), executor).exceptionally(refusal -> {
            task.fail(refusal);
            done(task);
            return null;
        });
    }

    private void work(MattingTask task) {
        task.run();
        done(task);
    }

    private void done(MattingTask task) {
        due.decrementAndGet();
        try {
            task.found().map(MattedFrame::somebody).ifPresent(listener::person);
            listener.matteDone();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "A matte came to nothing", e);
        }
    }
}
