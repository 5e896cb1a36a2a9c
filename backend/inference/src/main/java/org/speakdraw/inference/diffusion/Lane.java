package org.speakdraw.inference.diffusion;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One part of every {@link Tick}, such as all decoding, in the order of the ticks: on a thread of its own, so that the next tick's
 * other parts go on meanwhile, or on that of whoever hands it on. Used by one thread.
 */
public final class Lane implements AutoCloseable {

    private final @Nullable ExecutorService thread;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    private Lane(@Nullable ExecutorService thread) {
        this.thread = thread;
    }

    /** Does everything at once, on the caller's thread. */
    public static Lane direct() {
        return new Lane(null);
    }

    /** Has a thread of this name. */
    public static Lane beside(ThreadFactory threads, String name) {
        return new Lane(Executors.newSingleThreadExecutor(work -> {
            Thread thread = threads.newThread(work);
            thread.setName(name);
            return thread;
        }));
    }

    /** Whether it has a thread of its own. */
    public boolean isBeside() {
        return thread != null;
    }

    /**
     * Does {@code work} as soon as what was handed on before is done; waits for that, so that nothing piles up.
     *
     * @throws CompletionException if that has thrown something
     */
    public void hand(Runnable work) {
        await();
        if (thread == null) {
            work.run();
        } else {
            last = CompletableFuture.runAsync(work, thread);
        }
    }

    /**
     * Waits, even when it is interrupted, until what was handed on is done: it uses the networks.
     *
     * @throws CompletionException if that has thrown something
     */
    public void await() {
        CompletableFuture<Void> awaited = last;
        last = CompletableFuture.completedFuture(null);
        awaited.join();
    }

    /** Waits for the last work. */
    @Override
    public void close() {
        try {
            await();
        } finally {
            if (thread != null) {
                thread.shutdown();
            }
        }
    }
}
