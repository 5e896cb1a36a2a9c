package org.speakdraw.app.platform;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A job that runs again and again with a pause between. It should throw nothing; should an error end it nevertheless,
 * it is started again. Thread-safe.
 */
public final class RepeatedJob {

    private static final System.Logger LOG = System.getLogger(RepeatedJob.class.getName());
    private static final long CHECK_SECONDS = 10;

    private final String name;
    private final ScheduledExecutorService scheduler;
    private final Runnable job;
    private final Duration pause;
    private @Nullable ScheduledFuture<?> running;
    private @Nullable ScheduledFuture<?> watch;

    /** @param name as the log calls it, at the beginning of a sentence */
    public RepeatedJob(String name, ScheduledExecutorService scheduler, Runnable job, Duration pause) {
        this.name = name;
        this.scheduler = scheduler;
        this.job = job;
        this.pause = pause;
    }

    /** Runs it from now on. */
    public synchronized void start() {
        run();
        watch = scheduler.scheduleWithFixedDelay(this::restartIfEnded, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    private void run() {
        running = scheduler.scheduleWithFixedDelay(job, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks whether an error has ended it; that happens by itself every {@value #CHECK_SECONDS} seconds. */
    public synchronized void restartIfEnded() {
        if (running != null && running.isDone() && !running.isCancelled()) {
            LOG.log(System.Logger.Level.WARNING, "{0} has ended; starting it again", name);
            run();
        }
    }

    /** Runs it no more; a run that is under way ends by itself. */
    public synchronized void stop() {
        if (watch != null && running != null) {
            watch.cancel(false);
            running.cancel(false);
        }
    }
}
