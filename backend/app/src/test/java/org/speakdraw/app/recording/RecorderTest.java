package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.TestSessions;

class RecorderTest {

    private static final Database database = TestDatabase.create();

    private final RecordingQueue queue = new RecordingQueue(1 << 20);
    private final LiveSession session = TestSessions.open();
    private Runnable lookingUp = () -> {};
    private final Recorder recorder = new Recorder(
            database, new SlowStore(), queue, TestStreams.SCHEMA, TestStreams.LIMITS, InstantSource.system());

    /** Lets something happen while the database is asked. */
    private final class SlowStore extends RecordingStore {

        SlowStore() {
            super(database);
        }

        @Override
        Optional<Kept> find(UUID id) {
            lookingUp.run();
            return Optional.empty();
        }
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void recordsUntilTheSessionEnds() {
        recorder.start(session, 2, false);
        assertThat(recorder.isRecording(session.id())).isTrue();
        end();
        assertThat(recorder.isRecording(session.id())).isFalse();
    }

    @Test
    void endsWhatBeginsWhileItsSessionEnds() {
        lookingUp = this::end;
        recorder.start(session, 2, false);
        assertThat(recorder.isRecording(session.id())).isFalse();
        assertThat(session.recording().on()).isFalse();
        assertThat(queue.peek(Long.MAX_VALUE))
                .last()
                .isInstanceOfSatisfying(
                        RecordingEntry.Switched.class,
                        switched -> assertThat(switched.rate()).isZero());
    }

    @Test
    void letsWhatBeginsWhileItsSessionMovesGoOnThere() {
        lookingUp = () -> {
            TestSessions.leave(session);
            recorder.happened(new SessionEvent.Left(session.id(), Instant.now()));
        };
        recorder.start(session, 2, false);
        assertThat(recorder.isRecording(session.id())).isFalse();
        assertThat(queue.peek(Long.MAX_VALUE))
                .last()
                .isInstanceOfSatisfying(
                        RecordingEntry.Switched.class,
                        switched -> assertThat(switched.rate()).isEqualTo(2));
    }

    private void end() {
        TestSessions.end(session);
        recorder.happened(new SessionEvent.Ended(session.id(), Instant.now(), "deleted", 0, 0));
    }
}
