package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.TestParticipants;
import org.speakdraw.app.participant.TestRows;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.safety.SafetyScope;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.safety.WordFilter;

/** Against a real PostgreSQL. */
class ClassroomsTest {

    private static final int MAX_NEWCOMERS = 3;

    private static final Database database = TestDatabase.create();

    private final ClassroomStore store = new ClassroomStore(database);
    private final ParticipantStore people = new ParticipantStore(database);
    private final Participants participants = TestParticipants.of(
            database,
            List.of(new ClassroomData(
                    store, people, new HandedInWorkStore(database), new ReportedPictureStore(database))));
    private final GuestStore guests = new GuestStore(database);
    private final Classrooms classrooms = new Classrooms(database, store, people, participants);
    private final Entrance entrance = entrance(MAX_NEWCOMERS);
    private final UUID somebody = UUID.randomUUID();
    private final UUID teacher = UUID.randomUUID();

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void joinsByItsCodeHoweverItIsTyped() {
        String code = classroom().joinCode();
        String typed = code.substring(0, 3).toLowerCase(java.util.Locale.ROOT) + " - " + code.substring(3);

        Participant student = entrance.join(somebody, typed, Optional.empty(), Optional.empty());

        assertThat(student.role()).isEqualTo(Role.STUDENT);
        assertThat(student.classroom().orElseThrow().name()).isEqualTo("4b");
        assertThat(classrooms.leave(somebody).classroom()).isEmpty();
    }

    @Test
    void refusesAWrongCodeAndKeepsNothingOfWhoTriedIt() throws SQLException {
        for (String wrong : List.of("BBBBBBBB", "OOOOOOOO", "", "x".repeat(1000))) {
            assertThatThrownBy(() -> entrance.join(somebody, wrong, Optional.empty(), Optional.empty()))
                    .hasMessage("No classroom has this code.");
        }
        assertThat(references(somebody)).isEmpty();
    }

    @Test
    void keepsNothingOfWhoLeavesNone() throws SQLException {
        classrooms.leave(somebody);
        assertThat(references(somebody)).isEmpty();
    }

    @Test
    void boundsNewcomersButNotMembers() {
        String code = classroom().joinCode();
        entrance.join(somebody, code, Optional.empty(), Optional.empty());
        for (int i = 1; i < MAX_NEWCOMERS; i++) {
            entrance.join(UUID.randomUUID(), code, Optional.empty(), Optional.empty());
        }
        assertThatThrownBy(() -> entrance.join(UUID.randomUUID(), code, Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(RequestException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ApiError.TOO_MANY_REQUESTS);
                    assertThat(refusal.retryAfter()).isPresent();
                });
        assertThat(entrance.join(somebody, code, Optional.empty(), Optional.empty())
                        .classroom())
                .isPresent();
    }

    @Test
    void hasABoundedNumberOfSeats() {
        Entrance many = entrance(1_000);
        String code = classroom().joinCode();
        for (int i = 0; i < LiveClassroom.MAX_STUDENTS; i++) {
            many.join(UUID.randomUUID(), code, Optional.empty(), Optional.empty());
        }
        refuses(ApiError.CLASSROOM_FULL, () -> many.join(somebody, code, Optional.empty(), Optional.empty()));
    }

    @Test
    void theSeatOfOneWhoWasNotSeenAllDayIsFreeWhenItIsNeeded() {
        Entrance many = entrance(1_000);
        Classroom classroom = classroom();
        UUID away = UUID.randomUUID();
        UUID back = UUID.randomUUID();
        UUID again = UUID.randomUUID();
        List.of(away, back, again)
                .forEach(student -> many.join(student, classroom.joinCode(), Optional.empty(), Optional.empty()));
        database.useHandle(handle -> handle.execute(
                "update participant set seen_at = now() - interval '13 hours' where classroom_id = ?", classroom.id()));
        store.seen(back);
        many.join(again, classroom.joinCode(), Optional.empty(), Optional.empty());
        for (int i = 3; i < LiveClassroom.MAX_STUDENTS; i++) {
            many.join(UUID.randomUUID(), classroom.joinCode(), Optional.empty(), Optional.empty());
        }
        assertThat(participants.find(away).classroom()).as("nobody needs it").isPresent();

        many.join(somebody, classroom.joinCode(), Optional.empty(), Optional.empty());

        assertThat(participants.find(away).classroom()).isEmpty();
        for (UUID there : List.of(back, again, teacher, somebody)) {
            assertThat(participants.find(there).classroom()).isPresent();
        }
        refuses(
                ApiError.CLASSROOM_FULL,
                () -> many.join(away, classroom.joinCode(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aClosedDoorKeepsNewcomersOutAndMembersIn() {
        Classroom classroom = classroom();
        entrance.join(somebody, classroom.joinCode(), Optional.empty(), Optional.empty());

        assertThat(classrooms.setDoor(teacher, classroom.id(), door(false)).open())
                .isFalse();

        refuses(
                ApiError.CLASSROOM_CLOSED,
                () -> entrance.join(UUID.randomUUID(), classroom.joinCode(), Optional.empty(), Optional.empty()));
        assertThat(entrance.join(somebody, classroom.joinCode(), Optional.empty(), Optional.empty())
                        .classroom())
                .isPresent();
        assertThat(classrooms.setDoor(teacher, classroom.id(), door(true)).open())
                .isTrue();
        assertThat(entrance.join(UUID.randomUUID(), classroom.joinCode(), Optional.empty(), Optional.empty())
                        .classroom())
                .isPresent();
    }

    @Test
    void aRenewedCodeReplacesTheFormerOne() {
        Classroom classroom = classroom();
        String renewed = classrooms.renewCode(teacher, classroom.id()).joinCode();
        refuses(
                ApiError.CLASSROOM_UNKNOWN,
                () -> entrance.join(somebody, classroom.joinCode(), Optional.empty(), Optional.empty()));
        assertThat(entrance.join(somebody, renewed, Optional.empty(), Optional.empty())
                        .classroom())
                .isPresent();
    }

    @Test
    void takesOneStudentOutAndNobodyElse() {
        Classroom classroom = classroom();
        UUID other = UUID.randomUUID();
        entrance.join(somebody, classroom.joinCode(), Optional.empty(), Optional.empty());
        entrance.join(other, classroom.joinCode(), Optional.empty(), Optional.empty());

        entrance.takeOut(teacher, classroom.id(), somebody);

        assertThat(participants.find(somebody).classroom()).isEmpty();
        assertThat(participants.find(other).classroom()).isPresent();
        refuses(ApiError.STUDENT_UNKNOWN, () -> entrance.takeOut(teacher, classroom.id(), somebody));
        refuses(ApiError.STUDENT_UNKNOWN, () -> entrance.takeOut(teacher, classroom.id(), teacher));
    }

    @Test
    void aProjectorsKeyOpensOneClassroomUntilThereIsAnother() {
        Classroom classroom = classroom();
        String key = classrooms.share(teacher, classroom.id());
        assertThat(store.isSharedBy(classroom.id(), key)).isTrue();
        assertThat(store.isSharedBy(UUID.randomUUID(), key)).isFalse();
        assertThat(store.isSharedBy(classroom.id(), "")).isFalse();

        String newer = classrooms.share(teacher, classroom.id());
        assertThat(store.isSharedBy(classroom.id(), key)).isFalse();
        assertThat(store.isSharedBy(classroom.id(), newer)).isTrue();

        classrooms.unshare(teacher, classroom.id());
        assertThat(store.isSharedBy(classroom.id(), newer)).isFalse();
    }

    @Test
    void onlyTheTeacherMayDoAnyOfThis() {
        Classroom classroom = classroom();
        UUID id = classroom.id();
        UUID foreign = UUID.randomUUID();
        classrooms.create(foreign, "5a");
        entrance.join(somebody, classroom.joinCode(), Optional.empty(), Optional.empty());
        for (UUID caller : List.of(somebody, foreign, UUID.randomUUID())) {
            refuses(ApiError.NOT_THE_TEACHER, () -> classrooms.requireTaught(caller, id));
            refuses(ApiError.NOT_THE_TEACHER, () -> classrooms.setDoor(caller, id, door(false)));
            refuses(ApiError.NOT_THE_TEACHER, () -> classrooms.renewCode(caller, id));
            refuses(ApiError.NOT_THE_TEACHER, () -> classrooms.share(caller, id));
            refuses(ApiError.NOT_THE_TEACHER, () -> classrooms.unshare(caller, id));
            refuses(ApiError.NOT_THE_TEACHER, () -> entrance.takeOut(caller, id, somebody));
            refuses(ApiError.NOT_THE_TEACHER, () -> classrooms.delete(caller, id));
        }
        refuses(ApiError.NOT_THE_TEACHER, () -> classrooms.requireTaught(teacher, UUID.randomUUID()));
        assertThat(store.find(id)).contains(classroom);
    }

    @Test
    void aTeacherCannotWalkAway() {
        classroom();
        refuses(ApiError.CLASSROOM_TAUGHT, () -> classrooms.leave(teacher));
        refuses(ApiError.CLASSROOM_TAUGHT, () -> classrooms.create(teacher, "5a"));
    }

    @Test
    void whenItIsDeletedEverythingOfEverybodyInItIsGone() throws SQLException {
        Classroom classroom = classroom();
        entrance.join(somebody, classroom.joinCode(), Optional.empty(), Optional.empty());
        UUID session = TestRows.writeIntoEveryTable(database, somebody);
        UUID[] all = {somebody, teacher, classroom.id(), session};
        assertThat(references(all))
                .containsKeys("participant.classroom_id", "session.participant_id", "handed_in_work.classroom_id");

        classrooms.delete(teacher, classroom.id());

        assertThat(references(all)).isEmpty();
    }

    @Test
    void isDissolvedWhenItsTeacherIsGoneAndItsStudentsStay() throws SQLException {
        Classroom classroom = classroom();
        entrance.join(somebody, classroom.joinCode(), Optional.empty(), Optional.empty());

        TestParticipants.delete(participants, teacher);

        assertThat(references(teacher, classroom.id())).isEmpty();
        assertThat(participants.find(somebody).classroom()).isEmpty();
        assertThat(references(somebody)).containsKey("participant.id");
    }

    private Entrance entrance(int newcomers) {
        return new Entrance(
                database,
                store,
                guests,
                people,
                participants,
                classrooms,
                new StudentNames(store, guests, new WordFilter(TestSafety.config(SafetyScope.OFF))),
                TestParticipants.limits(newcomers));
    }

    private static DoorRequest door(boolean open) {
        return new DoorRequest(open, null, null, null);
    }

    private Classroom classroom() {
        UUID id = classrooms.create(teacher, "4b").classroom().orElseThrow().id();
        return store.find(id).orElseThrow();
    }

    private static void refuses(ApiError code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static Map<String, Integer> references(UUID... ids) throws SQLException {
        return TestRows.references(database, List.of(ids));
    }
}
