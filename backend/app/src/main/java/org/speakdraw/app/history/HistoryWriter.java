package org.speakdraw.app.history;

import com.fasterxml.jackson.databind.SequenceWriter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.app.participant.PersonalArchive;
import org.speakdraw.app.participant.PersonalData;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.session.NoticeBoard;

/**
 * Keeps what happens to sessions: takes events without waiting, writes them in batches a few times a second, and goes on
 * by itself when a lost database is back. While it is away events wait in a bounded list; users are told.
 */
@Singleton
public class HistoryWriter implements HealthCheck, PersonalData {

    private static final System.Logger LOG = System.getLogger(HistoryWriter.class.getName());
    private static final long PERIOD_MILLIS = 500;
    private static final int BATCH = 500;

    private final HistoryStore store;
    private final Database database;
    private final NoticeBoard notices;
    private final ManagedScheduledExecutorService scheduler;
    private final PendingEvents pending;
    private final Expiry expiry;
    private final List<ScheduledFuture<?>> schedules = new ArrayList<>();
    private volatile boolean saving = true;

    @Inject
    HistoryWriter(
            HistoryStore store,
            Database database,
            NoticeBoard notices,
            ManagedScheduledExecutorService scheduler,
            InstantSource clock,
            Config config) {
        this.store = store;
        this.database = database;
        this.notices = notices;
        this.scheduler = scheduler;
        Duration retention = Duration.ofDays(config.getValue("speakdraw.history.retention-days", long.class));
        this.expiry = new Expiry("sessions", retention, clock, store::deleteBefore);
        this.pending = new PendingEvents(config.getValue("speakdraw.history.max-pending-events", int.class));
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (!database.configured()) {
            stopSaving("No database is configured.");
            return;
        }
        schedules.add(scheduler.scheduleWithFixedDelay(this::writeSafely, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        schedules.add(scheduler.scheduleWithFixedDelay(expiry, 1, 60, TimeUnit.MINUTES));
    }

    /** Takes an event; never waits. */
    void happened(@Observes SessionEvent event) {
        if (database.configured()) {
            pending.add(event);
        }
    }

    private void writeSafely() {
        try {
            settle();
            if (!saving) {
                startSaving();
            }
        } catch (RequestException e) {
            if (saving) {
                stopSaving(String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException e) {
            // A thrown exception would end the schedule for good.
            LOG.log(System.Logger.Level.ERROR, "Writing the history failed", e);
        }
    }

    /**
     * Writes all that waits: a session that was written after its owner was deleted would bring the owner back. An empty batch
     * is written too: only the database can tell whether it is there.
     */
    @Override
    public synchronized void settle() {
        List<SessionEvent> batch;
        do {
            batch = pending.peek(BATCH);
            store.write(batch);
            pending.remove(batch.size());
        } while (batch.size() == BATCH);
    }

    /**
     * Deletes all that is kept of a session of the participant; if it still goes on, nothing more is kept of it.
     *
     * @throws RequestException {@code session-unknown}, {@code database-unavailable}
     */
    void delete(UUID participant, UUID session) {
        settle();
        if (!store.delete(participant, session)) {
            throw new RequestException(
                    ApiError.SESSION_UNKNOWN, "Nothing is kept of this session, or it is not yours.");
        }
    }

    @Override
    public void export(UUID participant, PersonalArchive archive) throws IOException {
        settle();
        try (SequenceWriter json = archive.openArray("sessions.json")) {
            store.export(participant, session -> {
                try {
                    json.write(session);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void stopSaving(String reason) {
        saving = false;
        LOG.log(System.Logger.Level.WARNING, "History is not being saved. {0}", reason);
        notices.raise(new Notice("history-not-saved", "History is not being saved at the moment."));
    }

    private void startSaving() {
        saving = true;
        long lost = pending.takeLost();
        String detail = lost == 0
                ? "History is being saved again; nothing was lost."
                : "History is being saved again; " + lost + " events were lost.";
        LOG.log(System.Logger.Level.INFO, detail);
        notices.clear(new Notice("history-saved", detail));
    }

    @PreDestroy
    void stop() {
        schedules.forEach(schedule -> schedule.cancel(false));
        if (!schedules.isEmpty()) {
            writeSafely();
        }
    }

    @Override
    public Health health() {
        if (saving && !expiry.health().up()) {
            return new Health("history", false, false, expiry.health().detail());
        }
        return new Health("history", saving, false, saving ? "History is being saved." : "History is not being saved.");
    }
}
