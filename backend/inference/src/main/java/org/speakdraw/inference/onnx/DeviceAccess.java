package org.speakdraw.inference.onnx;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Who may use the GPUs of this process: everybody together, or one alone. A CUDA graph can be recorded only while nothing
 * else in the process allocates, waits or loads on any of them. Thread-safe; whoever has {@link #shared} access cannot ask
 * for it {@link #alone}.
 */
final class DeviceAccess {

    /** Loading a model holds it shared for seconds, and all others queue behind whoever wants it alone. */
    private static final long PATIENCE_MILLIS = 100;

    private static final ReentrantReadWriteLock USE = new ReentrantReadWriteLock();

    private final boolean guarded;

    /** @param guarded whether there is anything to guard: recorded calls on a GPU */
    DeviceAccess(boolean guarded) {
        this.guarded = guarded;
    }

    /** Something done with the device. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Does {@code work} beside all others. */
    <T, E extends Exception> T shared(Work<T, E> work) throws E {
        Lock lock = USE.readLock();
        if (guarded) {
            lock.lock();
        }
        return holding(lock, work);
    }

    /**
     * Does {@code work} while nobody else does anything.
     *
     * @return false, and nothing is done, when others did not leave it soon
     */
    boolean alone(Runnable work) {
        return (!guarded || taken(USE.writeLock())) && holding(USE.writeLock(), done(work));
    }

    /** Does {@code work} while nobody else does anything, however long that takes to come. */
    void exclusively(Runnable work) {
        if (guarded) {
            USE.writeLock().lock();
        }
        holding(USE.writeLock(), done(work));
    }

    private static Work<Boolean, RuntimeException> done(Runnable work) {
        return () -> {
            work.run();
            return true;
        };
    }

    /** @param lock taken, if there is anything to guard */
    private <T, E extends Exception> T holding(Lock lock, Work<T, E> work) throws E {
        try {
            return work.run();
        } finally {
            if (guarded) {
                lock.unlock();
            }
        }
    }

    private static boolean taken(Lock lock) {
        try {
            return lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
