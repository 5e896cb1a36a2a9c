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

    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private final ClassroomStore store = new ClassroomStore(database);
    private final LiveClassrooms lessons = server(new FakeSteering());

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
        lessons.refreshAll();
        KeptLesson before = room.kept().orElseThrow();
        assertThat(before.blackedOut()).containsExactly(ada);
        assertThat(before.spotlit()).contains(ben);

        FakeSteering elsewhere = new FakeSteering();
        LiveClassrooms other = server(elsewhere);
        other.open(classroom);

        LiveClassroom there = other.find(classroom).orElseThrow();
        assertThat(there.kept()).contains(before);
        there.tick();
        assertThat(elsewhere.held).containsExactlyInAnyOrder(ada, ben);
        assertThat(elsewhere.locks).containsOnlyKeys(ada, ben).doesNotContainValue(SettingLocks.NONE);
        // The one that it was on before has nothing to say any more.
        room.task("Draw your house");
        lessons.refreshAll();
        assertThat(new LessonStore(database).open(classroom)).isEqualTo(before);
    }

    @Test
    void aLessonThatIsElsewhereNowSendsItsPagesThereAndIsOpenedAnewWhenItComesBack() {
        UUID classroom = open();
        FakeSocket page = enter(classroom);
        lessons.find(classroom).orElseThrow().task("Draw your pet");
        assertThat(lessons.classes()).contains(classroom);

        lessons.releaseClass(classroom);

        assertThat(page.closeCode()).isEqualTo(RoomClosing.MOVED.code());
        assertThat(lessons.classes()).doesNotContain(classroom);
        LiveClassrooms other = server(new FakeSteering());
        other.open(classroom);
        LiveClassroom there = other.find(classroom).orElseThrow();
        assertThat(there.kept().orElseThrow().lesson().task()).contains("Draw your pet");
        there.task("Draw your house");
        other.releaseClass(classroom);
        lessons.open(classroom);
        assertThat(lessons.find(classroom)
                        .orElseThrow()
                        .kept()
                        .orElseThrow()
                        .lesson()
                        .task())
                .contains("Draw your house");
    }

    @Test
    void aServerThatStopsKeepsWhatWasPutUpLast() {
        UUID classroom = open();
        lessons.find(classroom).orElseThrow().task("Draw your pet");

        lessons.keepClasses();

        assertThat(new LessonStore(database).open(classroom).lesson().task()).contains("Draw your pet");
    }

    @Test
    void aLessonThatCannotBeKeptHoldsUpNoOther() {
        UUID classroom = open();
        UUID neighbour = open();
        FakeSocket page = enter(classroom);
        lessons.find(classroom).orElseThrow().task("What PostgreSQL refuses: \0");
        lessons.find(neighbour).orElseThrow().task("Draw your pet");

        lessons.keepClasses();
        lessons.releaseClass(classroom);

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

        LiveClassrooms other = server(new FakeSteering());
        other.open(classroom);

        KeptLesson there = other.find(classroom).orElseThrow().kept().orElseThrow();
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
        lessons.refreshAll();
        lessons.tick();
        assertThat(rows(classroom)).isEqualTo(1);

        now = now.plus(Duration.ofMinutes(30));
        lessons.tick();

        assertThat(lessons.find(classroom)).isEmpty();
        assertThat(rows(classroom)).isZero();
    }

    @Test
    void aLessonThatNobodyWentOnWithBeginsAnew() {
        UUID classroom = open();
        lessons.find(classroom).orElseThrow().task("Draw your pet");
        lessons.refreshAll();
        database.useHandle(handle -> handle.execute(
                "update lesson set kept_at = now() - interval '31 minutes' where classroom_id = ?", classroom));

        LiveClassrooms other = server(new FakeSteering());
        other.open(classroom);

        assertThat(other.find(classroom).orElseThrow().kept()).contains(KeptLesson.BEGINNING);
    }

    private LiveClassrooms server(FakeSteering steering) {
        return new LiveClassrooms(
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
                new LessonStore(database),
                steering,
                TestStreams.SCHEMA,
                TestStreams.LIMITS,
                () -> now);
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
