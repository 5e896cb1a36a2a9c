package org.speakdraw.app.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scheduler and its clock, both moved by hand. One thread's. */
public final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

    private record Task(long atNanos, Runnable work) {}

    private final List<Task> tasks = new ArrayList<>();
    private long nanos;
    private boolean down;

    /** What time it is. */
    public long nanoTime() {
        return nanos;
    }

    /** Tasks that wait for their time. */
    public int waiting() {
        return tasks.size();
    }

    /** Lets time pass and runs what becomes due. */
    public void pass(long amount, TimeUnit unit) {
        nanos += unit.toNanos(amount);
        List<Task> due = tasks.stream().filter(task -> task.atNanos() <= nanos).toList();
        tasks.removeAll(due);
        due.forEach(task -> task.work().run());
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (down) {
            throw new RejectedExecutionException();
        }
        tasks.add(new Task(nanos + unit.toNanos(delay), command));
        return new Scheduled();
    }

    @Override
    public void execute(Runnable command) {
        tasks.add(new Task(nanos, command));
    }

    @Override
    public void shutdown() {
        down = true;
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return down;
    }

    @Override
    public boolean isTerminated() {
        return down;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    /** Nobody asks it anything. */
    private static final class Scheduled extends CompletableFuture<Void> implements ScheduledFuture<Void> {

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
