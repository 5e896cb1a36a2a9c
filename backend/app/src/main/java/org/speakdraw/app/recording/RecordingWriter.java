package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.speakdraw.app.history.HistoryWriter;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;

/**
 * Writes what was recorded in batches, beside the stream, and goes on by itself when a lost database is back or a full
 * disk has room again. Whoever records is told while nothing can be written. Thread-safe.
 */
@Singleton
public class RecordingWriter implements HealthCheck {

    private static final System.Logger LOG = System.getLogger(RecordingWriter.class.getName());
    private static final long BATCH_BYTES = 4L << 20;
    private static final String DISK_FULL = "53100";
    private static final String SUSPENDED =
            " disk is almost full, so recording has stopped. It goes on by itself when there is room again.";

    private final Runnable history;
    private final RecordingStore store;
    private final CutStore cut;
    private final ErasureStore erasure;
    private final RecordingQueue queue;
    private final OngoingRecordings ongoing;
    private final RecordingConfig config;
    private final DiskSpace disk;
    /** Why nothing is written; empty when all is well. */
    private volatile String problem = "";

    @Inject
    RecordingWriter(
            HistoryWriter history,
            RecordingStore store,
            CutStore cut,
            ErasureStore erasure,
            RecordingQueue queue,
            Recorder recorder,
            RecordingConfig config,
            DiskSpace disk) {
        this(history::settle, store, cut, erasure, queue, recorder, config, disk);
    }

    /** @param history writes the sessions that wait: a recording's session has to be there before it */
    RecordingWriter(
            Runnable history,
            RecordingStore store,
            CutStore cut,
            ErasureStore erasure,
            RecordingQueue queue,
            OngoingRecordings ongoing,
            RecordingConfig config,
            DiskSpace disk) {
        this.history = history;
        this.store = store;
        this.cut = cut;
        this.erasure = erasure;
        this.queue = queue;
        this.ongoing = ongoing;
        this.config = config;
        this.disk = disk;
    }

    /** Writes what waits if that is possible now, and tells whoever records how it went; never throws. */
    void writeIfPossible() {
        try {
            if (disk.isShort()) {
                suspend("The server's" + SUSPENDED);
                return;
            }
            if (!queue.isEmpty()) {
                write();
            }
            problem = "";
            ongoing.writing();
        } catch (RequestException e) {
            if (isDiskFull(e)) {
                suspend("The database's" + SUSPENDED);
            } else {
                delay("The database cannot be reached at the moment.");
            }
        } catch (Throwable e) {
            // An Error, too, ends this attempt and not the schedule.
            LOG.log(System.Logger.Level.ERROR, "Writing recordings failed", e);
            delay("Recordings cannot be written at the moment.");
        }
    }

    private void suspend(String reason) {
        problem = reason;
        ongoing.suspend(reason);
    }

    private void delay(String reason) {
        problem = reason;
        ongoing.delayed(reason);
    }

    /** Whether PostgreSQL has no room left on its own disk. */
    static boolean isDiskFull(RequestException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Writes all that waits.
     *
     * @throws RequestException {@code database-unavailable}; what was not written waits on
     */
    synchronized void write() {
        history.run();
        for (List<RecordingEntry> batch = queue.peek(BATCH_BYTES); !batch.isEmpty(); batch = queue.peek(BATCH_BYTES)) {
            end(store.write(batch, config));
            queue.remove(batch);
            end(erasure.recordingsOver(config.maxTotalBytes()));
        }
    }

    private void end(Set<UUID> gone) {
        gone.forEach(session -> ongoing.forget(session, "The recording was deleted, so it has ended."));
    }

    /**
     * Keeps a part of a recording that is not going on; the rest is gone for good.
     *
     * @throws RequestException {@code request-invalid} where nothing would be left; {@code recording-unknown};
     *     {@code recording-ongoing} where it changes meanwhile, or {@code database-unavailable}, and then a part of the rest
     *     may be gone
     */
    void cut(UUID session, RecordingEdit.Span part) {
        write();
        // Others are written meanwhile: it may take a while.
        CutStore.Part kept = cut.dropRest(session, part);
        synchronized (this) {
            // What was recorded of it meanwhile.
            write();
            cut.moveToStart(session, kept);
            ongoing.cut(session, kept.span());
        }
    }

    /** Deletes a recording and, when asked for, everything else of its session; nothing comes after. */
    void delete(UUID session, boolean everything) {
        forget(session);
        // Others are written meanwhile: it may take a while.
        if (everything) {
            erasure.session(session);
        } else {
            erasure.recording(session);
        }
    }

    private synchronized void forget(UUID session) {
        // A session that waits to be written would come after.
        history.run();
        ongoing.forget(session, "");
    }

    @Override
    public Health health() {
        String now = problem;
        return new Health("recordings", now.isEmpty(), false, now.isEmpty() ? "Recordings are being saved." : now);
    }
}
