package org.speakdraw.app.stream.frames;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A mailbox of size one with a worker behind it: items are worked on one at a time, in order, and an item offered while
 * another waits replaces it. So a producer of any speed costs one waiting item and one task. Thread-safe.
 *
 * @param <T> what is handed over
 */
final class LatestOnly<T> {

    private final Executor executor;
    private final Consumer<T> work;
    private final AtomicReference<T> waiting = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /**
     * @param executor runs the work, each item as a task of its own so that others get their turn between
     * @param work     must not throw
     */
    LatestOnly(Executor executor, Consumer<T> work) {
        this.executor = executor;
        this.work = work;
    }

    /**
     * Hands over {@code item} without waiting.
     *
     * @return the one it replaced, which nobody had looked at
     */
    Optional<T> offer(T item) {
        Optional<T> replaced = Optional.ofNullable(waiting.getAndSet(item));
        schedule();
        return replaced;
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::workOnNewest);
            } catch (RejectedExecutionException e) {
                // The server is going down; whoever waits is being closed.
                scheduled.set(false);
            } catch (Throwable e) {
                // Such as no memory for another thread: the next item may find some.
                scheduled.set(false);
                throw e;
            }
        }
    }

    private void workOnNewest() {
        try {
            T item = waiting.getAndSet(null);
            if (item != null) {
                work.accept(item);
            }
        } finally {
            scheduled.set(false);
            if (waiting.get() != null) {
                schedule();
            }
        }
    }
}
