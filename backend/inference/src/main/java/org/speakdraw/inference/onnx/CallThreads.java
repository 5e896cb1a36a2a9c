package org.speakdraw.inference.onnx;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Where native calls of a network are made. On a GPU not on the callers' threads, whose stacks are small: cuDNN compiles
 * kernels on the thread that calls it, which recurs deeply. Thread-safe.
 */
final class CallThreads implements AutoCloseable {

    private static final long STACK_BYTES = 64L << 20;

    private static final CallThreads CALLERS = new CallThreads(Runnable::run);

    private final Executor threads;

    private CallThreads(Executor threads) {
        this.threads = threads;
    }

    /** Of a network that any thread may run, on {@code device}. */
    static CallThreads of(OnnxDevice device) {
        return device.kind().equals("cpu") ? CALLERS : Pool.ROOMY;
    }

    /**
     * One thread, which makes all calls of one network from the first to the last: CUDA's provider keeps what it has recorded for
     * each thread, and what it keeps is looked into when a session closes, without a lock.
     *
     * @param label of the network
     */
    static CallThreads one(String label) {
        return new CallThreads(Executors.newSingleThreadExecutor(roomy("speakdraw-calls-" + label)));
    }

    /**
     * Does {@code work} and waits for it, even when the caller is interrupted: its buffers are in use.
     *
     * @throws E what {@code work} throws
     * @throws InferenceException {@code model-failed} once it is closed
     */
    <T, E extends Exception> T call(DeviceAccess.Work<T, E> work) throws E {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    done.complete(work.run());
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new InferenceException(InferenceError.MODEL_FAILED, "the network is closed", e);
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            CallThreads.<E>rethrow(Objects.requireNonNullElse(e.getCause(), e));
            throw new AssertionError(e);
        }
    }

    /** Whether a network's own thread has ended, or is about to. */
    boolean isClosed() {
        return threads instanceof ExecutorService own && own.isShutdown();
    }

    /** Ends a network's {@linkplain #one own} thread when it has nothing left to do; others are kept. */
    @Override
    public void close() {
        if (threads instanceof ExecutorService own && this != Pool.ROOMY) {
            own.shutdown();
        }
    }

    /** It can only be one that {@code work} declares, or one that nobody need declare. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void rethrow(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private static ThreadFactory roomy(String name) {
        return work -> {
            Thread created = new Thread(null, work, name, STACK_BYTES);
            created.setDaemon(true);
            return created;
        };
    }

    private static final class Pool {

        /** Long: CUDA's provider has libraries' handles for each thread that has called it, and making them takes time. */
        private static final long KEPT_MINUTES = 60;

        private static final CallThreads ROOMY = new CallThreads(new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEPT_MINUTES,
                TimeUnit.MINUTES,
                new SynchronousQueue<>(),
                roomy("speakdraw-gpu")));
    }
}
