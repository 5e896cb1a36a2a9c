package org.speakdraw.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL. */
class HistoryScheduleTest {

    private final Database database = TestDatabase.create();
    private final HistoryWriter writer = new HistoryWriter(
            new HistoryStore(database, new ParticipantStore(database), new ErasureStore(database)),
            database,
            new DiskSpace(List.of(Path.of("disk")), folder -> Long.MAX_VALUE),
            new PendingEvents(10_000, 500, System::nanoTime),
            notice -> {},
            notice -> {});
    private final AtomicBoolean failing = new AtomicBoolean();
    private final Expiry expiry = new Expiry("sessions", Duration.ofDays(1), InstantSource.system(), before -> {
        if (failing.get()) {
            throw new IllegalStateException("no");
        }
        return 0;
    });
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final HistorySchedule schedule = new HistorySchedule(database, writer, expiry, scheduler);

    @AfterEach
    void close() {
        scheduler.shutdownNow();
        database.close();
    }

    @Test
    void writesWhatStillWaitsAtTheServersEnd() {
        schedule.start("the beginning");
        writer.happened(PendingEventsTest.started(UUID.randomUUID()));
        schedule.stop("the end");
        assertThat(database.<Integer>withHandle(handle -> handle.createQuery("select count(*) from session")
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(1);
    }

    @Test
    void saysWhetherOldSessionsAreDeleted() {
        expiry.run();
        assertThat(schedule.health().up()).isTrue();
        failing.set(true);
        expiry.run();
        assertThat(schedule.health().up()).isFalse();
        assertThat(schedule.health().detail()).contains("Old sessions could not be deleted");
    }
}
