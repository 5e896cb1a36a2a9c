package org.speakdraw.app.recording;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.speakdraw.app.history.HistoryWriter;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.RequestException;

/**
 * Writes what was recorded in batches, beside the stream, and goes on by itself when a lost database is back. Whoever
 * records is told while nothing can be written.
 */
@Singleton
public class RecordingWriter {

    private static final System.Logger LOG = System.getLogger(RecordingWriter.class.getName());
    private static final long PERIOD_MILLIS = 500;
    private static final long BATCH_BYTES = 4L << 20;
    private static final String DISK_FULL = "53100";

    private final HistoryWriter history;
    private final Database database;
    private final RecordingStore store;
    private final RecordingQueue queue;
    private final Recorder recorder;
    private final RecordingConfig config;
    private final Expiry expiry;
    private final ManagedScheduledExecutorService scheduler;
    private final List<ScheduledFuture<?>> schedules = new ArrayList<>();

    @Inject
    RecordingWriter(
            HistoryWriter history,
            Database database,
            RecordingStore store,
            RecordingQueue queue,
            Recorder recorder,
            RecordingConfig config,
            InstantSource clock,
            ManagedScheduledExecutorService scheduler) {
        this.history = history;
        this.database = database;
        this.store = store;
        this.queue = queue;
        this.recorder = recorder;
        this.config = config;
        this.expiry = new Expiry("recordings", config.retention(), clock, store::deleteBefore);
        this.scheduler = scheduler;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (database.configured()) {
            schedules.add(scheduler.scheduleWithFixedDelay(
                    this::writeSafely, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS));
            schedules.add(scheduler.scheduleWithFixedDelay(expiry, 1, 60, TimeUnit.MINUTES));
        }
    }

    private void writeSafely() {
        try {
            if (!queue.isEmpty()) {
                write();
                recorder.problem("");
            }
        } catch (RequestException e) {
            recorder.problem(reasonOf(e));
        } catch (RuntimeException e) {
            // A thrown exception would end the schedule for good.
            LOG.log(System.Logger.Level.ERROR, "Writing recordings failed", e);
        }
    }

    static String reasonOf(RequestException e) {
        return e.getCause() instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())
                ? "The database's disk is full."
                : "The database cannot be reached at the moment.";
    }

    /**
     * Writes all that waits.
     *
     * @throws RequestException {@code database-unavailable}; what was not written waits on
     */
    synchronized void write() {
        // A recording's session has to be there before it.
        history.settle();
        for (List<RecordingEntry> batch = queue.peek(BATCH_BYTES); !batch.isEmpty(); batch = queue.peek(BATCH_BYTES)) {
            store.write(batch, config)
                    .forEach(session -> recorder.forget(session, "The recording was deleted, so it has ended."));
            queue.remove(batch);
        }
    }

    /** Deletes a recording and, when asked for, everything else of its session; nothing comes after. */
    synchronized void delete(UUID session, boolean everything) {
        // A session that waits to be written would come after.
        history.settle();
        recorder.forget(session, "");
        store.delete(session, everything);
    }

    @PreDestroy
    void stop() {
        schedules.forEach(schedule -> schedule.cancel(false));
        if (!schedules.isEmpty()) {
            writeSafely();
            if (!queue.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The server ends without the database; {0} entries of recordings are lost",
                        queue.size());
            }
        }
    }
}
