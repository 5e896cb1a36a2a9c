package org.speakdraw.app.history;

import com.fasterxml.jackson.databind.SequenceWriter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.speakdraw.app.participant.PersonalArchive;
import org.speakdraw.app.participant.PersonalData;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.session.NoticeBoard;

/**
 * Keeps what happens to sessions: takes events without waiting, writes them in batches a few times a second, and goes
 * on by itself when a lost database is back or a full disk has room again. Until then events wait in a bounded list;
 * users are told. Thread-safe.
 */
@Singleton
public class HistoryWriter implements HealthCheck, PersonalData {

    private static final System.Logger LOG = System.getLogger(HistoryWriter.class.getName());
    private static final int BATCH = 500;

    private final HistoryStore store;
    private final Database database;
    private final DiskSpace disk;
    private final PendingEvents pending;
    private final Consumer<Notice> raise;
    private final Consumer<Notice> clear;
    /** Why nothing is written; empty when all is well. */
    private volatile String problem = "";

    @Inject
    HistoryWriter(HistoryStore store, Database database, DiskSpace disk, PendingEvents pending, NoticeBoard notices) {
        this(store, database, disk, pending, notices::raise, notices::clear);
    }

    /**
     * @param raise tells users what holds from now on
     * @param clear tells users that it no longer holds
     */
    HistoryWriter(
            HistoryStore store,
            Database database,
            DiskSpace disk,
            PendingEvents pending,
            Consumer<Notice> raise,
            Consumer<Notice> clear) {
        this.store = store;
        this.database = database;
        this.disk = disk;
        this.pending = pending;
        this.raise = raise;
        this.clear = clear;
    }

    /** Takes an event; never waits. */
    void happened(@Observes SessionEvent event) {
        if (database.configured()) {
            pending.add(event);
        }
    }

    /** Writes what waits if that is possible now, and tells users when that changes; never throws. */
    void writeIfPossible() {
        try {
            if (!database.configured()) {
                stopSaving("No database is configured.");
            } else if (disk.isShort()) {
                stopSaving("The server's disk is almost full.");
            } else {
                write(pending.last());
                startSaving();
            }
        } catch (RequestException e) {
            stopSaving(String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            // An Error, too, ends this attempt and not the schedule.
            if (problem.isEmpty()) {
                LOG.log(System.Logger.Level.ERROR, "Writing the history failed", e);
            }
            stopSaving("It cannot be written at the moment: " + e.getClass().getSimpleName() + ".");
        }
    }

    /** Writes all that is left, those prompts included that wait for their turn; for the server's end. */
    void finish() {
        pending.lastOfAll();
        writeIfPossible();
    }

    /** Writes all that waits now, those prompts included that wait for their turn: none must come after a deletion. */
    @Override
    public void settle() {
        write(pending.lastOfAll());
    }

    /**
     * Writes what waits up to event {@code last}, whatever comes meanwhile: a session that was written after its owner was
     * deleted would bring the owner back. An empty batch is written too: only the database can tell whether it is there.
     */
    private synchronized void write(long last) {
        List<SessionEvent> batch;
        do {
            batch = pending.peek(BATCH, last);
            store.write(batch);
            pending.remove();
        } while (batch.size() == BATCH);
    }

    /**
     * Deletes all that is kept of a session of the participant; if it still goes on, nothing more is kept of it.
     *
     * @throws RequestException {@code session-unknown}, {@code database-unavailable}
     */
    void delete(UUID participant, UUID session) {
        write(pending.lastOf(session));
        if (!store.delete(participant, session)) {
            throw new RequestException(
                    ApiError.SESSION_UNKNOWN, "Nothing is kept of this session, or it is not yours.");
        }
    }

    @Override
    public void export(UUID participant, PersonalArchive archive) throws IOException {
        settle();
        try (SequenceWriter json = archive.openArray("sessions.json")) {
            List<HistoryStore.ExportedSession> some = store.export(participant, Optional.empty());
            while (!some.isEmpty()) {
                for (HistoryStore.ExportedSession session : some) {
                    json.write(session.json());
                }
                some = store.export(participant, Optional.of(some.get(some.size() - 1)));
            }
        }
    }

    private void stopSaving(String reason) {
        boolean saved = problem.isEmpty();
        problem = reason;
        if (saved) {
            LOG.log(System.Logger.Level.WARNING, "History is not being saved. {0}", reason);
            raise.accept(new Notice("history-not-saved", "History is not being saved at the moment."));
        }
    }

    private void startSaving() {
        long lost = pending.takeLost();
        if (problem.isEmpty()) {
            if (lost > 0) {
                LOG.log(System.Logger.Level.WARNING, "{0} events found no room before they could be saved", lost);
            }
            return;
        }
        problem = "";
        String detail = lost == 0
                ? "History is being saved again; nothing was lost."
                : "History is being saved again; " + lost + " events were lost.";
        LOG.log(System.Logger.Level.INFO, detail);
        clear.accept(new Notice("history-saved", detail));
    }

    @Override
    public Health health() {
        String now = problem;
        String detail = now.isEmpty() ? "History is being saved." : "History is not being saved. " + now;
        return new Health("history", now.isEmpty(), false, detail);
    }
}
