package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.TestParticipants;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.stream.TestStreams;

/** Against a real PostgreSQL. */
class LiveClassroomsTest {

    private static final Database database = TestDatabase.create();

    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private final ClassroomStore store = new ClassroomStore(database);
    private final LiveClassrooms lessons = new LiveClassrooms(
            database,
            store,
            new GuestStore(database),
            TestReports.of(
                    database,
                    new Classrooms(
                            database, store, new ParticipantStore(database), TestParticipants.of(database, List.of()))),
            new FakeSteering(),
            TestStreams.SCHEMA,
            TestStreams.LIMITS,
            () -> now);

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void aLessonThatNobodyEnteredIsSoonOver() {
        UUID empty = open();
        now = now.plus(LiveClassroom.EMPTY_FOR).minusNanos(1);
        lessons.tick();
        assertThat(lessons.find(empty)).isPresent();
        now = now.plusNanos(1);
        lessons.tick();
        assertThat(lessons.find(empty)).isEmpty();
    }

    @Test
    void aLessonLastsOverTheBreak() {
        UUID classroom = open();
        enter(classroom).peer.closed();
        lessons.tick();
        now = now.plus(Duration.ofMinutes(29));
        lessons.tick();
        assertThat(lessons.find(classroom)).isPresent();
        now = now.plus(Duration.ofMinutes(1));
        lessons.tick();
        assertThat(lessons.find(classroom)).isEmpty();
    }

    @Test
    void lessonsThatNobodyEnteredKeepNoClassOut() {
        UUID entered = open();
        enter(entered);
        now = now.plusSeconds(1);
        UUID oldest = open();
        now = now.plusSeconds(1);
        for (int i = 2; i < LiveClassrooms.MAX_LESSONS; i++) {
            enter(open());
        }

        UUID late = open();

        assertThat(lessons.find(late)).isPresent();
        assertThat(lessons.find(entered)).isPresent();
        assertThat(lessons.find(oldest)).isEmpty();
        enter(late);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ApiError.SERVER_FULL));
    }

    private UUID open() {
        UUID classroom = UUID.randomUUID();
        assertThat(store.insert(classroom, "4b", classroom.toString().substring(0, 8)))
                .isTrue();
        lessons.open(classroom);
        return classroom;
    }

    private FakeSocket enter(UUID classroom) {
        FakeSocket page = new FakeSocket(RoomRole.PROJECTOR, Optional.empty());
        lessons.find(classroom).orElseThrow().enter(page.peer);
        assertThat(page.closed).isEmpty();
        return page;
    }
}
