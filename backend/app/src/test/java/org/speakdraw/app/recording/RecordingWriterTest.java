package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.recording.RecordingEntry.Keyframe;
import org.speakdraw.app.recording.RecordingEntry.Kind;

/** Against a real PostgreSQL, whose disk is as full as a test wants. */
class RecordingWriterTest {

    private static final RecordingConfig CONFIG =
            new RecordingConfig(1 << 20, 100_000, 1_000_000, Duration.ofDays(30), 1, 60, 1);

    private final UUID session = UUID.randomUUID();
    private final Database database = TestDatabase.create();
    private final BrokenStore store = new BrokenStore(database);
    private final RecordingQueue queue = new RecordingQueue(1 << 20);
    private final Ongoing ongoing = new Ongoing();
    private final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);
    private final DiskSpace disk = new DiskSpace(List.of(Path.of("disk")), folder -> freeBytes.get());
    private final RecordingWriter writer = new RecordingWriter(
            () -> {}, store, new CutStore(database), new ErasureStore(database), queue, ongoing, CONFIG, disk);

    /** Throws what it is told to, once. */
    private static final class BrokenStore extends RecordingStore {
        private @Nullable Error failure;

        BrokenStore(Database database) {
            super(database);
        }

        @Override
        Set<UUID> write(List<RecordingEntry> batch, RecordingConfig bounds) {
            Error now = failure;
            failure = null;
            if (now != null) {
                throw now;
            }
            return super.write(batch, bounds);
        }
    }

    /** Keeps what the recordings are told. */
    private static final class Ongoing implements OngoingRecordings {
        private final List<String> told = new ArrayList<>();

        @Override
        public void writing() {
            told.add("writing");
        }

        @Override
        public void delayed(String reason) {
            told.add("delayed: " + reason);
        }

        @Override
        public void suspend(String reason) {
            told.add("suspended: " + reason);
        }

        @Override
        public void forget(UUID session, String reason) {
            told.add("forgotten");
        }

        @Override
        public void cut(UUID session, RecordingEdit.Span kept) {
            told.add("cut to " + kept);
        }
    }

    @BeforeEach
    void beginRecording() throws SQLException {
        execute("insert into session (id, bundle, started_at) values ('" + session + "', 'pocket', now())");
        queue.offer(new RecordingEntry.Begun(session, new byte[32], Instant.EPOCH, 2, false, Optional.empty()));
        queue.offer(frame(1));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writesWhatWaits() {
        writer.writeIfPossible();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(frames()).isEqualTo(1);
        assertThat(ongoing.told).containsExactly("writing");
        assertThat(writer.health().up()).isTrue();
    }

    @Test
    void stopsWhileTheDiskIsShortAndGoesOnByItself() {
        freeBytes.set(DiskSpace.SHORT_BYTES - 1);
        writer.writeIfPossible();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(ongoing.told).singleElement().asString().startsWith("suspended: The server's disk is almost full");
        assertThat(writer.health().up()).isFalse();
        assertThat(writer.health().required()).as("the stream goes on").isFalse();
        assertThat(writer.health().detail()).contains("disk is almost full");

        freeBytes.set(DiskSpace.ROOM_BYTES);
        writer.writeIfPossible();
        assertThat(frames()).isEqualTo(1);
        assertThat(ongoing.told).last().isEqualTo("writing");
        assertThat(writer.health().up()).isTrue();
    }

    @Test
    void stopsWhenTheDatabaseSaysThatItsDiskIsFullAndGoesOnByItself() throws SQLException {
        execute("create function no_room() returns trigger language plpgsql as"
                + " $$begin raise exception 'no room' using errcode = 'disk_full'; end$$");
        execute("create trigger no_room before insert on keyframe for each row execute function no_room()");
        writer.writeIfPossible();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(ongoing.told).singleElement().asString().startsWith("suspended: The database's disk is almost full");

        execute("drop function no_room() cascade");
        writer.writeIfPossible();
        assertThat(frames()).isEqualTo(1);
        assertThat(ongoing.told).last().isEqualTo("writing");
    }

    @Test
    void anErrorEndsOneAttemptAndLosesNothing() {
        store.failure = new OutOfMemoryError("as while a batch is copied");
        writer.writeIfPossible();
        assertThat(ongoing.told).containsExactly("delayed: Recordings cannot be written at the moment.");
        assertThat(writer.health().up()).isFalse();
        writer.writeIfPossible();
        assertThat(frames()).isEqualTo(1);
        assertThat(writer.health().up()).isTrue();
    }

    @Test
    void writesOnWhileWhatIsOverTheTotalCannotBeDeleted() throws SQLException {
        queue.offer(new Keyframe(session, 2, 2, Kind.OUTPUT, 42, new byte[32], new byte[90_000]));
        RecordingConfig lowered = new RecordingConfig(1 << 20, 100_000, 100_000, Duration.ofDays(30), 1, 60, 1);
        RecordingWriter bounded = new RecordingWriter(
                () -> {}, store, new CutStore(database), new ErasureStore(database), queue, ongoing, lowered, disk);
        bounded.writeIfPossible();
        UUID newer = UUID.randomUUID();
        execute("insert into session (id, bundle, started_at) values ('" + newer + "', 'pocket', now())");
        execute("create function refuse() returns trigger language plpgsql as $$begin raise exception 'no'; end$$");
        execute("create trigger refuse before delete on keyframe for each row execute function refuse()");
        queue.offer(new RecordingEntry.Begun(newer, new byte[32], Instant.now(), 2, false, Optional.empty()));
        queue.offer(new Keyframe(newer, 1, 1, Kind.OUTPUT, 42, new byte[32], new byte[20_000]));
        bounded.writeIfPossible();
        assertThat(frames()).isEqualTo(3);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(bounded.health().up()).isFalse();

        execute("drop function refuse() cascade");
        queue.offer(new Keyframe(newer, 2, 2, Kind.OUTPUT, 42, new byte[32], new byte[20_000]));
        bounded.writeIfPossible();
        assertThat(frames()).as("of the newer one").isEqualTo(2);
        assertThat(ongoing.told).contains("forgotten");
        assertThat(bounded.health().up()).isTrue();
    }

    @Test
    void keepsWhatWaitsWhileTheDatabaseIsAway() {
        database.close();
        writer.writeIfPossible();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(ongoing.told).containsExactly("delayed: The database cannot be reached at the moment.");
    }

    @Test
    void deletesAlsoWhileTheDiskIsShort() {
        writer.writeIfPossible();
        freeBytes.set(0);
        writer.delete(session, false);
        assertThat(frames()).isZero();
    }

    @Test
    void aScheduleThatHasEndedIsStartedAgain() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(1);
        RecordingWriter failing =
                new RecordingWriter(
                        () -> {},
                        store,
                        new CutStore(database),
                        new ErasureStore(database),
                        queue,
                        ongoing,
                        CONFIG,
                        disk) {
                    @Override
                    void writeIfPossible() {
                        if (ended.getCount() > 0) {
                            ended.countDown();
                            throw new StackOverflowError();
                        }
                        again.countDown();
                    }
                };
        Expiry expiry = new Expiry("recordings", CONFIG.retention(), InstantSource.system(), age -> 0);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            RecordingSchedule schedule = new RecordingSchedule(database, failing, queue, expiry, scheduler);
            schedule.start(this);
            ended.await();
            // Behind the error on the scheduler's one thread.
            scheduler.execute(schedule::restartIfEnded);
            assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
            schedule.stop("the end");
        } finally {
            scheduler.shutdownNow();
        }
    }

    private Keyframe frame(int number) {
        return new Keyframe(session, number, number, Kind.OUTPUT, 42, new byte[32], new byte[100]);
    }

    private int frames() {
        return database.withHandle(handle -> handle.createQuery("select count(*) from keyframe")
                .mapTo(Integer.class)
                .one());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
