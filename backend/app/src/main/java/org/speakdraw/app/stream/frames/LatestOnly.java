package org.speakdraw.app.stream.frames;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
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
     * @return those that nobody will look at: the one it replaced, and itself when the executor does not take the work
     */
    List<T> offer(T item) {
        List<T> dropped = new ArrayList<>(2);
        Optional.ofNullable(waiting.getAndSet(item)).ifPresent(dropped::add);
        if (!schedule() && waiting.compareAndSet(item, null)) {
            dropped.add(item);
        }
        return dropped;
    }

    /** Whether the waiting item will be worked on. */
    private boolean schedule() {
        if (!scheduled.compareAndSet(false, true)) {
            return true;
        }
        try {
            executor.execute(this::workOnNewest);
            return true;
        } catch (Throwable e) {
            // At the server's end, or when there is no memory for another thread.
            scheduled.set(false);
            return false;
        }
    }

    private void workOnNewest() {
        boolean goOn = true;
        while (goOn) {
            try {
                T item = waiting.getAndSet(null);
                if (item != null) {
                    work.accept(item);
                }
            } finally {
                scheduled.set(false);
            }
            // Others get their turn between, unless there is no other way for an item that somebody counts on.
            goOn = waiting.get() != null && !schedule() && scheduled.compareAndSet(false, true);
        }
    }
}
