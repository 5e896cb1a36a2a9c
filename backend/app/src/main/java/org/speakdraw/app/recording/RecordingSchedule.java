package org.speakdraw.app.recording;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.HealthCheck;

/**
 * Has recordings written twice a second and old ones deleted, from the server's start to its end. Should writing ever end by an
 * error, it is started again.
 */
@Singleton
public class RecordingSchedule implements HealthCheck {

    private static final System.Logger LOG = System.getLogger(RecordingSchedule.class.getName());
    private static final long PERIOD_MILLIS = 500;
    private static final long CHECK_SECONDS = 10;

    private final Database database;
    private final RecordingWriter writer;
    private final RecordingQueue queue;
    private final Expiry expiry;
    private final ScheduledExecutorService scheduler;
    private final List<ScheduledFuture<?>> schedules = new ArrayList<>();
    private @Nullable ScheduledFuture<?> writing;

    @Inject
    RecordingSchedule(
            Database database,
            RecordingWriter writer,
            RecordingQueue queue,
            RecordingStore store,
            RecordingConfig config,
            InstantSource clock,
            ManagedScheduledExecutorService scheduler) {
        this(
                database,
                writer,
                queue,
                new Expiry("recordings", config.retention(), clock, store::deleteBefore),
                scheduler);
    }

    RecordingSchedule(
            Database database,
            RecordingWriter writer,
            RecordingQueue queue,
            Expiry expiry,
            ScheduledExecutorService scheduler) {
        this.database = database;
        this.writer = writer;
        this.queue = queue;
        this.expiry = expiry;
        this.scheduler = scheduler;
    }

    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (database.configured()) {
            startWriting();
            schedules.add(scheduler.scheduleWithFixedDelay(expiry, 1, 60, TimeUnit.MINUTES));
            schedules.add(scheduler.scheduleWithFixedDelay(
                    this::restartIfEnded, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS));
        }
    }

    private void startWriting() {
        writing = scheduler.scheduleWithFixedDelay(
                writer::writeIfPossible, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    synchronized void restartIfEnded() {
        if (writing != null && writing.isDone() && !writing.isCancelled()) {
            LOG.log(System.Logger.Level.WARNING, "Writing recordings has ended; starting it again");
            startWriting();
        }
    }

    @Override
    public Health health() {
        return expiry.health();
    }

    @PreDestroy
    synchronized void stop() {
        schedules.forEach(schedule -> schedule.cancel(false));
        if (writing != null) {
            writing.cancel(false);
            writer.writeIfPossible();
            if (!queue.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} entries of recordings could not be written before the server's end and are lost",
                        queue.size());
            }
        }
    }
}
