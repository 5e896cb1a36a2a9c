package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.TestParticipants;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.stream.TestStreams;

/** Against a real PostgreSQL. */
class LiveClassroomsTest {

    private static final Database database = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    private long nanos;
    private final ClassroomStore store = new ClassroomStore(database);
    private final TestServer server = new TestServer(new FakeSteering());
    private final LiveClassrooms lessons = server.lessons;

    /** What of a server has to do with lessons. */
    private final class TestServer {
        private final LiveClassrooms lessons;
        private final MovingLessons moving;

        TestServer(FakeSteering steering) {
            LessonKeeping keeping = new LessonKeeping(new LessonStore(database));
            lessons = new LiveClassrooms(
                    database,
                    store,
                    new GuestStore(database),
                    TestReports.of(
                            database,
                            new Classrooms(
                                    database,
                                    store,
                                    new ParticipantStore(database),
                                    TestParticipants.of(database, List.of()))),
                    keeping,
                    steering,
                    TestStreams.SCHEMA,
                    TestStreams.LIMITS,
                    () -> NOW,
                    () -> nanos);
            moving = new MovingLessons(lessons, keeping);
        }

        KeptLesson standing(UUID classroom) {
            return lessons.find(classroom).orElseThrow().standing();
        }
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void aLessonThatNobodyEnteredIsSoonOver() {
        UUID empty = open();
        nanos += LiveClassroom.EMPTY_FOR.toNanos() - 1;
        lessons.refreshAll();
        assertThat(lessons.find(empty)).isPresent();
        nanos++;
        lessons.refreshAll();
        assertThat(lessons.find(empty)).isEmpty();
    }

    @Test
    void aLessonLastsOverTheBreak() {
        UUID classroom = open();
        enter(classroom).peer.closed();
        lessons.tick();
        nanos += Duration.ofMinutes(29).toNanos();
        lessons.refreshAll();
        assertThat(lessons.find(classroom)).isPresent();
        nanos += Duration.ofMinutes(1).toNanos();
        lessons.refreshAll();
        assertThat(lessons.find(classroom)).isEmpty();
    }

    @Test
    void lessonsThatNobodyEnteredKeepNoClassOut() {
        UUID entered = open();
        enter(entered);
        nanos += Duration.ofSeconds(1).toNanos();
        UUID oldest = open();
        nanos += Duration.ofSeconds(1).toNanos();
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

    @Test
    void aLessonGoesOnOnAnotherServerAsItStood() {
        UUID classroom = open();
        UUID ada = enrol(classroom, "Ada");
        UUID ben = enrol(classroom, "Ben");
        lessons.refreshAll();
        LiveClassroom room = lessons.find(classroom).orElseThrow();
        room.task("Draw your pet");
        room.timer(90);
        room.eyesHere(true);
        room.screen(new Lesson.Screen(true, false, true, false));
        room.lock(new LessonLocks(
                Optional.of(List.of(Source.TEXT)), Optional.empty(), JsonNodeFactory.instance.objectNode()));
        room.blackOut(ada);
        room.spotlight(OptionalInt.of(2));
        server.moving.keepClasses();
        KeptLesson before = room.standing();
        assertThat(before.blackedOut()).containsExactly(ada);
        assertThat(before.spotlit()).contains(ben);

        FakeSteering elsewhere = new FakeSteering();
        LiveClassrooms other = new TestServer(elsewhere).lessons;
        other.open(classroom);

        LiveClassroom there = other.find(classroom).orElseThrow();
        assertThat(there.standing()).isEqualTo(before);
        there.tick();
        assertThat(elsewhere.held).containsExactlyInAnyOrder(ada, ben);
        assertThat(elsewhere.locks).containsOnlyKeys(ada, ben).doesNotContainValue(SettingLocks.NONE);
        // The one that it was on before has nothing to say any more.
        room.task("Draw your house");
        server.moving.keepClasses();
        assertThat(new LessonStore(database).open(classroom)).isEqualTo(before);
    }

    @Test
    void aLessonThatIsElsewhereNowSendsItsPagesThereAndIsOpenedAnewWhenItComesBack() {
        UUID classroom = open();
        FakeSocket page = enter(classroom);
        lessons.find(classroom).orElseThrow().task("Draw your pet");
        assertThat(server.moving.classes()).contains(classroom);

        server.moving.releaseClass(classroom);

        assertThat(page.closeCode()).isEqualTo(RoomClosing.MOVED.code());
        assertThat(server.moving.classes()).doesNotContain(classroom);
        TestServer other = new TestServer(new FakeSteering());
        other.lessons.open(classroom);
        assertThat(other.standing(classroom).lesson().task()).contains("Draw your pet");
        other.lessons.find(classroom).orElseThrow().task("Draw your house");
        other.moving.releaseClass(classroom);
        lessons.open(classroom);
        assertThat(server.standing(classroom).lesson().task()).contains("Draw your house");
    }

    @Test
    void aServerThatStopsKeepsWhatWasPutUpLast() {
        UUID classroom = open();
        lessons.find(classroom).orElseThrow().task("Draw your pet");

        server.moving.keepClasses();

        assertThat(new LessonStore(database).open(classroom).lesson().task()).contains("Draw your pet");
    }

    @Test
    void aLessonThatCannotBeKeptHoldsUpNoOther() {
        UUID classroom = open();
        UUID neighbour = open();
        FakeSocket page = enter(classroom);
        lessons.find(classroom).orElseThrow().task("What PostgreSQL refuses: \0");
        lessons.find(neighbour).orElseThrow().task("Draw your pet");

        server.moving.keepClasses();
        server.moving.releaseClass(classroom);

        assertThat(page.closeCode()).isEqualTo(RoomClosing.MOVED.code());
        assertThat(new LessonStore(database).open(neighbour).lesson().task()).contains("Draw your pet");
    }

    @Test
    void aLessonIsRestoredButForWhatThisServerDoesNotKnow() {
        UUID classroom = open();
        LessonStore former = new LessonStore(database);
        former.open(classroom);
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putObject("of_another_version").put("min", 1).put("max", 2);
        settings.putObject("strength").put("min", 0.2).put("max", 0.5);
        former.keep(
                classroom,
                new KeptLesson(
                        Lesson.BEGINNING,
                        new LessonLocks(Optional.of(List.of(Source.TEXT)), Optional.empty(), settings),
                        Set.of(),
                        Optional.empty()));
        database.useHandle(handle ->
                handle.execute("update lesson set standing = standing - 'lesson' where classroom_id = ?", classroom));

        TestServer other = new TestServer(new FakeSteering());
        other.lessons.open(classroom);

        KeptLesson there = other.standing(classroom);
        assertThat(there.lesson()).isEqualTo(Lesson.BEGINNING);
        assertThat(there.locks().sources()).contains(List.of(Source.TEXT));
        assertThat(there.locks().settings().fieldNames()).toIterable().containsExactly("strength");
    }

    @Test
    void aServerWhoseClockIsFastTakesNoLessonAway() {
        UUID classroom = open();

        new LessonStore(database).removeBefore(Instant.now().plus(Duration.ofDays(1)));

        assertThat(rows(classroom)).isEqualTo(1);
    }

    @Test
    void aLessonThatIsOverLeavesNothing() {
        UUID classroom = open();
        lessons.find(classroom).orElseThrow().task("Draw your pet");
        enter(classroom).peer.closed();
        server.moving.keepClasses();
        lessons.tick();
        LiveClassroom over = lessons.find(classroom).orElseThrow();
        over.task("Put your pens down");
        assertThat(rows(classroom)).isEqualTo(1);

        nanos += Duration.ofMinutes(30).toNanos();
        lessons.refreshAll();

        assertThat(lessons.find(classroom)).isEmpty();
        assertThat(rows(classroom)).isZero();
        assertThat(over.unkept()).as("to be kept of what is over").isEmpty();
    }

    @Test
    void aLessonThatNobodyWentOnWithBeginsAnew() {
        UUID classroom = open();
        lessons.find(classroom).orElseThrow().task("Draw your pet");
        server.moving.keepClasses();
        database.useHandle(handle -> handle.execute(
                "update lesson set kept_at = now() - interval '31 minutes' where classroom_id = ?", classroom));

        TestServer other = new TestServer(new FakeSteering());
        other.lessons.open(classroom);

        assertThat(other.standing(classroom)).isEqualTo(KeptLesson.BEGINNING);
    }

    @Test
    void aLessonThatWasForgottenWhileItIsOnIsKeptAgain() {
        UUID classroom = open();
        lessons.find(classroom).orElseThrow().task("Draw your pet");
        server.moving.keepClasses();
        database.useHandle(handle -> handle.execute("delete from lesson where classroom_id = ?", classroom));

        lessons.find(classroom).orElseThrow().task("Draw your house");
        server.moving.keepClasses();

        TestServer other = new TestServer(new FakeSteering());
        other.lessons.open(classroom);
        assertThat(other.standing(classroom).lesson().task()).contains("Draw your house");
    }

    private static UUID enrol(UUID classroom, String name) {
        UUID student = UUID.randomUUID();
        database.useHandle(handle -> handle.execute(
                "insert into participant (id, display_name, classroom_id, role) values (?, ?, ?, 'student')",
                student,
                name,
                classroom));
        return student;
    }

    private static int rows(UUID classroom) {
        return database.withHandle(
                handle -> handle.select("select count(*) from lesson where classroom_id = ?", classroom)
                        .mapTo(Integer.class)
                        .one());
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
