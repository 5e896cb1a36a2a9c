package org.speakdraw.app.history;

import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RepeatedJob;
import org.speakdraw.app.platform.ServerEnd;

/**
 * Has the history written twice a second, and old sessions and then forgotten participants deleted, from the server's
 * start to its end. Should writing ever end by an error, it is started again.
 */
@Singleton
public class HistorySchedule implements HealthCheck {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Database database;
    private final HistoryWriter writer;
    private final Expiry expiry;
    private final ScheduledExecutorService scheduler;
    private final RepeatedJob writing;
    private @Nullable ScheduledFuture<?> expiring;

    @Inject
    HistorySchedule(
            Database database,
            HistoryWriter writer,
            ErasureStore erasure,
            InstantSource clock,
            Config config,
            ManagedScheduledExecutorService scheduler) {
        this(
                database,
                writer,
                new Expiry(
                        "sessions and participants",
                        Duration.ofDays(config.getValue("speakdraw.history.retention-days", long.class)),
                        clock,
                        before -> erasure.sessionsBefore(before) + erasure.forgotten(before)),
                scheduler);
    }

    HistorySchedule(Database database, HistoryWriter writer, Expiry expiry, ScheduledExecutorService scheduler) {
        this.database = database;
        this.writer = writer;
        this.expiry = expiry;
        this.scheduler = scheduler;
        this.writing = new RepeatedJob("Writing the history", scheduler, writer::writeIfPossible, PAUSE);
    }

    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (database.configured()) {
            writing.start();
            expiring = scheduler.scheduleWithFixedDelay(expiry, 1, 60, TimeUnit.MINUTES);
        } else {
            writer.writeIfPossible();
        }
    }

    @Override
    public Health health() {
        return expiry.health();
    }

    /** After the live sessions have ended, and while the database is still there. */
    synchronized void stop(
            @Observes @Priority(ServerEnd.HISTORY) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (expiring != null) {
            expiring.cancel(false);
            writing.stop();
            writer.finish();
        }
    }

    /** Made from the configuration. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        PendingEvents pending(Config config) {
            return new PendingEvents(
                    config.getValue("speakdraw.history.max-pending-events", int.class),
                    config.getValue("speakdraw.history.max-pending-prompts-per-session", int.class),
                    System::nanoTime);
        }
    }
}
