package org.speakdraw.app.stream.person;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session's mattes, worked on one after another, in order, on the workers: each from the moment the engine takes its
 * frame, so that frames which are replaced cost none. Thread-safe.
 */
public final class MattingLine {

    /** One is worked on while the next one's frame is painted. */
    private static final int LENGTH = 2;

    private final Executor executor;
    private final Runnable roomAgain;
    private final AtomicInteger due = new AtomicInteger();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** @param roomAgain runs on a worker after each matte */
    public MattingLine(Executor executor, Runnable roomAgain) {
        this.executor = executor;
        this.roomAgain = roomAgain;
    }

    /** Whether the mattes keep up; while they do not, the engine is to take no further frame. */
    public boolean hasRoom() {
        return due.get() < LENGTH;
    }

    /** The engine has taken this one's frame. Never waits. */
    public synchronized void add(MattingTask cutting) {
        due.incrementAndGet();
        last = last.thenRunAsync(
                () -> {
                    cutting.run();
                    due.decrementAndGet();
                    roomAgain.run();
                },
                executor);
    }
}
