package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.classroom.Guest.Standing;
import org.speakdraw.app.participant.Participant;
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
class EntranceTest {

    private static final Database database = TestDatabase.create();

    private final ClassroomStore store = new ClassroomStore(database);
    private final GuestStore guests = new GuestStore(database);
    private final ParticipantStore people = new ParticipantStore(database);
    private final StudentNames names =
            new StudentNames(store, guests, new WordFilter(TestSafety.config(SafetyScope.OFF)));
    private final Participants participants = TestParticipants.of(database, List.of());
    private final Classrooms classrooms = new Classrooms(database, store, people, participants);
    private final Entrance entrance = entrance(1_000);
    private final UUID teacher = UUID.randomUUID();
    private final UUID ada = UUID.randomUUID();
    private final UUID ben = UUID.randomUUID();
    private UUID room = UUID.randomUUID();
    private String code = "";

    @BeforeEach
    void aClassroomIsOpen() {
        room = classrooms.create(teacher, "4b").classroom().orElseThrow().id();
        code = store.find(room).orElseThrow().joinCode();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void studentsTypeTheirNamesUnlessTheTeacherSaysOtherwise() {
        assertThat(join(ada, "Ada").name()).isEqualTo("Ada");
        assertThat(join(ada, "Ada B.").name()).isEqualTo("Ada B.");
        names.requireFree(participants.find(ada));
        door("pseudonyms", null, false);
        assertThat(join(ada, "Nonsense").name()).as("who is in keeps the name").isEqualTo("Ada B.");
        refuses(ApiError.NAME_GIVEN, () -> names.requireFree(participants.find(ada)));
        names.requireFree(participants.find(teacher));
        names.requireFree(participants.find(ben));
    }

    @Test
    void onlyNamesThatAreTypedAreLookedThrough() {
        refuses(ApiError.WORDS_REFUSED, () -> join(ada, "Arschloch"));
        join(ada, "Ada");
        refuses(ApiError.WORDS_REFUSED, () -> join(ada, "Arschloch"));
        door("list", List.of("Arschloch"), false);
        assertThat(join(ben, "Arschloch").name()).as("as the teacher says").isEqualTo("Arschloch");
    }

    @Test
    void aNameThatAnotherClassGaveComesAlongOnlyIfItIsFit() {
        door("list", List.of("Arschloch", "Ben"), false);
        join(ada, "Arschloch");
        join(ben, "Ben");
        classrooms.leave(ada);
        classrooms.leave(ben);
        code = classrooms
                .create(UUID.randomUUID(), "5a")
                .classroom()
                .orElseThrow()
                .joinCode();
        assertThat(join(ada, null).name()).isEmpty();
        assertThat(join(ben, null).name()).isEqualTo("Ben");
    }

    @Test
    void whoIsRefusedForANameIsNoNewcomer() {
        Entrance narrow = entrance(1);
        refuses(ApiError.WORDS_REFUSED, () -> narrow.join(ada, code, Optional.of("Arschloch"), Optional.empty()));
        assertThat(narrow.join(ada, code, Optional.of("Ada"), Optional.empty()).name())
                .isEqualTo("Ada");
    }

    @Test
    void eachNameOfAListIsChosenOnce() {
        door("list", List.of("Ada", " Ben ", "Ada"), false);
        assertThat(entrance.door(code).names()).containsExactly("Ada", "Ben");
        refuses(ApiError.NAME_UNKNOWN, () -> join(ada, null));
        refuses(ApiError.NAME_UNKNOWN, () -> join(ada, "Somebody"));
        assertThat(join(ada, "Ada").name()).isEqualTo("Ada");
        assertThat(entrance.door(code).names()).containsExactly("Ben");
        refuses(ApiError.NAME_TAKEN, () -> join(ben, "Ada"));
        assertThat(participants.find(ben).classroom()).isEmpty();
        join(ben, "Ben");
        classrooms.leave(ben);
        assertThat(entrance.door(code).names()).as("free again").containsExactly("Ben");
    }

    @Test
    void madeUpNamesAreDifferentAndSayNothing() {
        door("pseudonyms", null, false);
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < LiveClassroom.MAX_STUDENTS; i++) {
            drawn.add(join(UUID.randomUUID(), "Ada").name());
        }
        assertThat(drawn).hasSize(LiveClassroom.MAX_STUDENTS).doesNotContain("Ada", "");
        assertThat(drawn).allMatch(name -> name.matches("[A-Z][a-z]+ [A-Z][a-z]+"));
        assertThat(entrance.door(code).names()).isEmpty();
    }

    @Test
    void newcomersWaitInTheLobbyUntilTheyAreLetIn() {
        door("list", List.of("Ada", "Ben"), true);
        assertThat(entrance.door(code).lobby()).isTrue();
        assertThat(join(ada, "Ada").classroom()).isEmpty();
        join(ada, "Ada");
        assertThat(guests.list(room, 100)).containsExactly(new Guest(ada, "Ada", Standing.WAITING));
        refuses(ApiError.NAME_TAKEN, () -> join(ben, "Ada"));
        entrance.letIn(teacher, room, ada);
        assertThat(guests.list(room, 100)).isEmpty();
        assertThat(participants.find(ada).name()).isEqualTo("Ada");
        assertThat(join(ada, null).classroom()).as("the page asks again").isPresent();
        refuses(ApiError.STUDENT_UNKNOWN, () -> entrance.letIn(teacher, room, ada));
    }

    @Test
    void onlyThoseWhoWaitNowTakeUpTheLobby() {
        door("typed", null, true);
        for (int i = 0; i < 100; i++) {
            join(UUID.randomUUID(), "Guest");
        }
        refuses(ApiError.CLASSROOM_FULL, () -> join(ada, "Ada"));
        UUID waiting = guests.list(room, 1).get(0).id();
        assertThat(join(waiting, "Guest").classroom()).as("its page asks again").isEmpty();
        guests.list(room, 100).forEach(guest -> entrance.takeOut(teacher, room, guest.id()));
        assertThat(join(ada, "Ada").classroom()).isEmpty();
        assertThat(guests.list(room, 1)).containsExactly(new Guest(ada, "Ada", Standing.WAITING));
    }

    @Test
    void whoHasStoppedAskingIsNotShownAnyMore() {
        door("pseudonyms", null, true);
        join(ada, null);
        String called = guests.list(room, 100).get(0).name();
        join(ada, null);
        assertThat(guests.list(room, 100).get(0).name())
                .as("one name while waiting")
                .isEqualTo(called);
        database.useHandle(
                handle -> handle.execute("update classroom_guest set came_at = now() - interval '31 seconds'"));
        assertThat(guests.list(room, 100)).isEmpty();
        join(ada, null);
        assertThat(guests.list(room, 100)).hasSize(1);
    }

    @Test
    void whoWasTakenOutStaysOutUntilTheTeacherSaysOtherwise() {
        join(ada, "Ada");
        entrance.takeOut(teacher, room, ada);
        assertThat(participants.find(ada).classroom()).isEmpty();
        assertThat(guests.list(room, 100)).containsExactly(new Guest(ada, "Ada", Standing.OUT));
        refuses(ApiError.CLASSROOM_REFUSED, () -> join(ada, "Ada"));
        code = classrooms.renewCode(teacher, room).joinCode();
        refuses(ApiError.CLASSROOM_REFUSED, () -> join(ada, "Ada"));
        refuses(ApiError.STUDENT_UNKNOWN, () -> entrance.takeOut(teacher, room, ada));
        entrance.letIn(teacher, room, ada);
        assertThat(join(ada, "Ada").classroom()).isPresent();
    }

    @Test
    void whoIsSentAwayFromTheDoorStaysOutToo() {
        door("typed", null, true);
        join(ada, "Ada");
        entrance.takeOut(teacher, room, ada);
        refuses(ApiError.CLASSROOM_REFUSED, () -> join(ada, "Ada"));
        assertThat(guests.list(room, 100)).containsExactly(new Guest(ada, "Ada", Standing.OUT));
    }

    @Test
    void onlyItsTeacherLetsInAndOnlyWhoAskedForIt() {
        door("typed", null, true);
        join(ada, "Ada");
        UUID foreign = UUID.randomUUID();
        classrooms.create(foreign, "5a");
        for (UUID caller : List.of(ada, ben, foreign)) {
            refuses(ApiError.NOT_THE_TEACHER, () -> entrance.letIn(caller, room, ada));
        }
        refuses(ApiError.STUDENT_UNKNOWN, () -> entrance.letIn(teacher, room, ben));
        classrooms.create(ada, "6c");
        refuses(ApiError.CLASSROOM_TAUGHT, () -> entrance.letIn(teacher, room, ada));
    }

    @Test
    void accountsGiveTheNamesWhereTheTeacherWantsThat() {
        door("account", null, false);
        refuses(ApiError.SIGN_IN_NEEDED, () -> join(ada, "Queen of England"));
        assertThat(entrance.join(ada, code, Optional.of("Queen of England"), Optional.of("Ada Lovelace"))
                        .name())
                .isEqualTo("Ada Lovelace");
        refuses(ApiError.NAME_GIVEN, () -> names.requireFree(participants.find(ada)));
    }

    @Test
    void noGuestIsLeftWhenTheClassroomIsDeleted() throws SQLException {
        door("typed", null, true);
        join(ada, "Ada");
        classrooms.delete(teacher, room);
        assertThat(TestRows.references(database, List.of(room, teacher))).isEmpty();
        assertThat(TestRows.references(database, List.of(ada))).containsOnlyKeys("participant.id");
    }

    private Entrance entrance(int newcomersPerMinute) {
        return new Entrance(
                database,
                store,
                guests,
                people,
                participants,
                classrooms,
                names,
                TestParticipants.limits(newcomersPerMinute));
    }

    private void door(String naming, @Nullable List<@Nullable String> list, boolean lobby) {
        classrooms.setDoor(teacher, room, new DoorRequest(null, naming, list, lobby));
    }

    private Participant join(UUID who, @Nullable String name) {
        return entrance.join(who, code, Optional.ofNullable(name), Optional.empty());
    }

    private static void refuses(ApiError refusal, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(refusal));
    }
}
