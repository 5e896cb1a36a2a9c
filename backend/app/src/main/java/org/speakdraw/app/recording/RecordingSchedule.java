package org.speakdraw.app.recording;

import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RepeatedJob;
import org.speakdraw.app.platform.ServerEnd;

/**
 * Has recordings written twice a second and old ones deleted, from the server's start to its end. Should writing ever
 * end by an error, it is started again.
 */
@Singleton
public class RecordingSchedule implements HealthCheck {

    private static final System.Logger LOG = System.getLogger(RecordingSchedule.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Database database;
    private final RecordingWriter writer;
    private final RecordingQueue queue;
    private final Expiry expiry;
    private final ScheduledExecutorService scheduler;
    private final RepeatedJob writing;
    private @Nullable ScheduledFuture<?> expiring;

    @Inject
    RecordingSchedule(
            Database database,
            RecordingWriter writer,
            RecordingQueue queue,
            ErasureStore erasure,
            RecordingConfig config,
            InstantSource clock,
            ManagedScheduledExecutorService scheduler) {
        this(
                database,
                writer,
                queue,
                new Expiry("recordings", config.retention(), clock, erasure::recordingsBefore),
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
        this.writing = new RepeatedJob("Writing recordings", scheduler, writer::writeIfPossible, PAUSE);
    }

    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (database.configured()) {
            writing.start();
            expiring = scheduler.scheduleWithFixedDelay(expiry, 1, 60, TimeUnit.MINUTES);
        }
    }

    void restartIfEnded() {
        writing.restartIfEnded();
    }

    @Override
    public Health health() {
        return expiry.health();
    }

    /** After the live sessions have ended, and while the database is still there. */
    synchronized void stop(
            @Observes @Priority(ServerEnd.RECORDINGS) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (expiring != null) {
            expiring.cancel(false);
            writing.stop();
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
