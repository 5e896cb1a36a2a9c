package org.speakdraw.app.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.RepeatedJob;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.stream.events.SessionEvent;

/** Against a real PostgreSQL, whose disk is as full as a test wants. */
class HistoryWriterTest {

    private final Database database = TestDatabase.create();
    private final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);
    private final DiskSpace disk = new DiskSpace(List.of(Path.of("disk")), folder -> freeBytes.get());
    private final PendingEvents pending = new PendingEvents(10_000, 500, System::nanoTime);
    private final List<String> told = new ArrayList<>();
    private final MeddlingStore store = new MeddlingStore(database);
    private final HistoryWriter writer = new HistoryWriter(
            store, database, disk, pending, notice -> told.add(notice.code()), notice -> told.add(notice.code()));
    private final UUID session = UUID.randomUUID();

    /** Does something else before each batch. */
    private static final class MeddlingStore extends HistoryStore {
        private Runnable before = () -> {};
        private int batches;

        MeddlingStore(Database database) {
            super(database, new ParticipantStore(database), new ErasureStore(database));
        }

        @Override
        void write(List<SessionEvent> events) {
            before.run();
            batches++;
            super.write(events);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void stopsWhileTheDiskIsShortAndGoesOnByItself() {
        writer.happened(PendingEventsTest.started(session));
        freeBytes.set(DiskSpace.SHORT_BYTES - 1);
        writer.writeIfPossible();
        writer.writeIfPossible();
        assertThat(sessions()).isZero();
        assertThat(writer.health().up()).isFalse();
        assertThat(writer.health().detail()).contains("disk is almost full");

        freeBytes.set(DiskSpace.ROOM_BYTES);
        writer.writeIfPossible();
        assertThat(sessions()).isEqualTo(1);
        assertThat(writer.health().up()).isTrue();
        assertThat(told).containsExactly("history-not-saved", "history-saved");
    }

    @Test
    void anErrorEndsAnAttemptAndHealthSaysSo() {
        writer.happened(PendingEventsTest.started(session));
        store.before = () -> {
            throw new StackOverflowError();
        };
        writer.writeIfPossible();
        assertThat(writer.health().up()).isFalse();
        assertThat(writer.health().detail()).contains("StackOverflowError");

        store.before = () -> {};
        writer.writeIfPossible();
        assertThat(sessions()).isEqualTo(1);
        assertThat(writer.health().up()).isTrue();
    }

    @Test
    void settlesWhatWaitsAndNotWhatComesMeanwhile() {
        int waiting = 1000;
        for (int i = 0; i < waiting; i++) {
            writer.happened(PendingEventsTest.started(UUID.randomUUID()));
        }
        store.before = () -> {
            for (int i = 0; i < 500; i++) {
                writer.happened(PendingEventsTest.started(UUID.randomUUID()));
            }
        };
        writer.settle();
        assertThat(sessions()).isEqualTo(waiting);
        assertThat(store.batches).isEqualTo(3);
    }

    @Test
    void writesWhatIsHeldBackAtTheServersEnd() {
        writer.happened(PendingEventsTest.started(session));
        for (int i = 0; i < 200; i++) {
            writer.happened(PendingEventsTest.prompt(session, "a" + i));
        }
        writer.finish();
        assertThat(query("select prompt from prompt_event order by id desc limit 1"))
                .isEqualTo("a199");
    }

    /** It would come back after all others are deleted. */
    @Test
    void settlesWhatIsHeldBack() {
        writer.happened(PendingEventsTest.started(session));
        for (int i = 0; i < 200; i++) {
            writer.happened(PendingEventsTest.prompt(session, "a" + i));
        }
        writer.settle();
        assertThat(query("select prompt from prompt_event order by id desc limit 1"))
                .isEqualTo("a199");
    }

    @Test
    void aDeletionLeavesHeldBackWhatOthersSend() {
        UUID deleted = UUID.randomUUID();
        for (UUID each : List.of(session, deleted)) {
            writer.happened(PendingEventsTest.started(each));
            for (int i = 0; i < 200; i++) {
                writer.happened(PendingEventsTest.prompt(each, "a" + i));
            }
        }
        assertThatThrownBy(() -> writer.delete(UUID.randomUUID(), deleted)).isInstanceOf(RequestException.class);
        assertThat(query("select count(*)::text from prompt_event where prompt = 'a199'"))
                .isEqualTo("1");
    }

    @Test
    void aScheduleThatHasEndedIsStartedAgain() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(1);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            RepeatedJob job = new RepeatedJob(
                    "Testing",
                    scheduler,
                    () -> {
                        if (ended.getCount() > 0) {
                            ended.countDown();
                            throw new StackOverflowError();
                        }
                        again.countDown();
                    },
                    java.time.Duration.ofMillis(1));
            job.start();
            ended.await();
            // Behind the error on the scheduler's one thread.
            scheduler.execute(job::restartIfEnded);
            assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
            job.stop();
        } finally {
            scheduler.shutdownNow();
        }
    }

    private long sessions() {
        return Long.parseLong(String.valueOf(query("select count(*)::text from session")));
    }

    private @Nullable String query(String sql) {
        return database.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
