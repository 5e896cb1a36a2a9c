package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.classroom.ClassroomStore.Member;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.stream.TestStreams;

/** A lesson with pages and sessions that the test holds in its hands. */
class LiveClassroomTest {

    private static final int ADA_SEAT = 1;

    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private long nanos;
    private final UUID id = UUID.randomUUID();
    private final UUID teacher = UUID.randomUUID();
    private final UUID ada = UUID.randomUUID();
    private final UUID ben = UUID.randomUUID();
    private final FakeSteering steering = new FakeSteering();
    private List<Member> enrolled = List.of();
    private Classroom classroom = new Classroom(id, "4b", "BCDFGHJK", true, true, Entry.FREE);
    private final LiveClassroom room =
            new LiveClassroom(classroom, steering, TestStreams.SCHEMA, TestStreams.LIMITS, () -> now, () -> nanos);

    @BeforeEach
    void everybodyIsEnrolled() {
        enrol(ada);
        enrol(ada, ben);
    }

    @Test
    void tellsANewcomerHowEverythingStands() {
        room.task("Draw your pet");
        room.timer(90);
        room.eyesHere(true);
        now = now.plusSeconds(30);

        FakeSocket page = student(ada);

        assertThat(page.texts.get(0).toString())
                .isEqualTo("{\"type\":\"welcome\",\"role\":\"student\",\"classroom\":\"" + id + "\",\"name\":\"4b\"}");
        assertThat(page.last("lesson").toString())
                .isEqualTo("{\"type\":\"lesson\",\"task\":\"Draw your pet\",\"timerMs\":60000,\"eyesHere\":true,"
                        + "\"screen\":{\"names\":false,\"captions\":false,\"filled\":false,\"input\":false}}");
        assertThat(page.last("you").get("blackedOut").asBoolean()).isFalse();
    }

    @Test
    void aLookThatIsOvertakenThrowsNobodyOut() {
        UUID late = UUID.randomUUID();
        List<Member> before = List.of(new Member(teacher, "", Role.TEACHER));
        List<Member> after = List.of(new Member(teacher, "", Role.TEACHER), new Member(late, "", Role.STUDENT));
        long first = room.beginLook();
        long second = room.beginLook();
        room.takeOver(second, new LiveClassroom.Found(classroom, after, List.of(), Undecided.NOTHING));
        FakeSocket page = student(late);
        room.takeOver(first, new LiveClassroom.Found(classroom, before, List.of(), Undecided.NOTHING));
        assertThat(page.closed).isEmpty();
        room.takeOver(room.beginLook(), new LiveClassroom.Found(classroom, before, List.of(), Undecided.NOTHING));
        assertThat(page.closed).isPresent();
    }

    @Test
    void tellsTheLessonAgainAlsoWhenTheClockWasSetBack() {
        FakeSocket page = student(ada);
        int told = page.texts.size();
        now = now.minus(Duration.ofHours(1));
        pass(LiveClassroom.TELL_EVERY.toSeconds());
        assertThat(page.texts.size()).isGreaterThan(told);
    }

    @Test
    void stopsEverybodyAtOnceAndAlsoWhoComesLater() {
        FakeSocket page = student(ada);
        room.eyesHere(true);
        assertThat(page.last("lesson").get("eyesHere").asBoolean()).isTrue();
        assertThat(steering.held).containsExactlyInAnyOrder(ada, ben);

        UUID late = UUID.randomUUID();
        enrol(ada, ben, late);
        room.tick();
        assertThat(steering.held).containsExactlyInAnyOrder(ada, ben, late);

        room.eyesHere(false);
        assertThat(steering.held).isEmpty();
        assertThat(page.last("lesson").get("eyesHere").asBoolean()).isFalse();
    }

    @Test
    void lastsWithoutItsTeacherAndReleasesTheClassAfterAWhile() {
        FakeSocket first = teacher();
        FakeSocket second = teacher();
        FakeSocket page = student(ada);
        FakeSocket screen = projector();
        room.task("Draw your pet");
        room.eyesHere(true);
        room.blackOut(ADA_SEAT, true);

        leave(first);
        pass(LiveClassroom.RELEASE_AFTER.toSeconds());
        assertThat(steering.held).as("the other tab is open").hasSize(2);

        leave(second);
        pass(LiveClassroom.RELEASE_AFTER.toSeconds() - 1);
        assertThat(steering.held).hasSize(2);
        pass(1);
        assertThat(steering.held).isEmpty();
        assertThat(page.last("lesson").get("eyesHere").asBoolean()).isFalse();
        assertThat(page.last("you").get("blackedOut").asBoolean()).isFalse();
        assertThat(screen.last("screen").get("students")).hasSize(2);
        assertThat(teacher().last("lesson").get("task").asText()).isEqualTo("Draw your pet");
    }

    @Test
    void aTeacherWhoReloadsFindsTheClassAsItWas() {
        FakeSocket before = teacher();
        room.eyesHere(true);
        leave(before);
        pass(LiveClassroom.RELEASE_AFTER.toSeconds() - 1);
        FakeSocket after = teacher();
        pass(LiveClassroom.RELEASE_AFTER.toSeconds());
        assertThat(after.last("lesson").get("eyesHere").asBoolean()).isTrue();
        assertThat(steering.held).hasSize(2);
    }

    @Test
    void blacksOutOneAndTakesThePictureOffTheProjector() {
        FakeSocket page = student(ada);
        FakeSocket screen = projector();
        room.spotlight(OptionalInt.of(ADA_SEAT));
        assertThat(page.last("you").get("spotlit").asBoolean()).isTrue();

        room.blackOut(ADA_SEAT, true);

        assertThat(steering.held).containsExactly(ada);
        assertThat(page.last("you").get("blackedOut").asBoolean()).isTrue();
        assertThat(page.last("you").get("spotlit").asBoolean()).isFalse();
        assertThat(screen.last("lesson").has("spotlight")).isFalse();
        assertThat(screen.last("screen").get("students")).hasSize(1);
        assertThatThrownBy(() -> room.spotlight(OptionalInt.of(ADA_SEAT))).hasMessageContaining("blacked out");
        room.blackOut(ADA_SEAT, false);
        assertThat(steering.held).isEmpty();
    }

    @Test
    void hidesWhoWasReportedOftenFromAllButTheTeacherUntilItIsDecided() {
        steering.open(ada).picture = TestStreams.jpeg(120);
        FakeSocket wall = teacher();
        FakeSocket page = student(ben);
        FakeSocket screen = projector();
        assertThat(wall.last("reports").get("open").asInt()).isZero();
        assertThatThrownBy(() -> room.spotlit(ADA_SEAT)).hasMessageContaining("not shown to all");
        room.spotlight(OptionalInt.of(ADA_SEAT));
        room.tick();
        assertThat(room.spotlit(ADA_SEAT).student()).isEqualTo(ada);
        assertThat(room.spotlit(ADA_SEAT).jpeg()).startsWith(0xff, 0xd8);
        assertThatThrownBy(() -> room.spotlit(2)).hasMessageContaining("not shown to all");

        found(new Undecided("", 2, Set.of()));
        assertThat(wall.last("reports").get("open").asInt()).isEqualTo(2);
        assertThat(page.last("lesson").has("spotlight")).isTrue();
        found(new Undecided("", 3, Set.of(ada)));

        assertThat(page.last("lesson").has("spotlight")).isFalse();
        assertThat(screen.last("screen").get("students")).hasSize(1);
        assertThat(steering.held).as("what Ada sees is nobody's business").isEmpty();
        assertThatThrownBy(() -> room.spotlight(OptionalInt.of(ADA_SEAT)))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.PICTURE_REPORTED));
        assertThat(teacher().last("reports").get("open").asInt()).isEqualTo(3);

        found(Undecided.NOTHING);
        assertThat(screen.last("screen").get("students")).hasSize(2);
        room.spotlight(OptionalInt.of(ADA_SEAT));
        assertThat(page.last("lesson").has("spotlight")).isTrue();
    }

    @Test
    void tellsTeachersOnceOfWhatWasHandedInOrRemovedAnywhere() {
        FakeSocket wall = teacher();
        FakeSocket page = student(ada);
        for (String mark : List.of("1 a", "1 a", "0 ")) {
            found(new Undecided(mark, 0, Set.of()));
        }
        assertThat(wall.texts.stream().filter(each -> each.path("type").asText().equals("works")))
                .hasSize(2);
        assertThat(page.texts.stream().map(each -> each.path("type").asText())).doesNotContain("works");
    }

    @Test
    void pushesToOneWhoCanTakeItBack() {
        FakeSteering.FakeSession adas = steering.open(ada);
        FakeSteering.FakeSession bens = steering.open(ben);
        FakeSocket page = student(ada);

        assertThat(room.push(Optional.of(List.of(ADA_SEAT, ADA_SEAT)), values("prompt", "a whale")))
                .isEqualTo(new RoomMessage.Pushed(1, 0));

        assertThat(adas.settings.get("prompt").asText()).isEqualTo("a whale");
        assertThat(adas.sources).containsExactly(Prompt.Source.TEACHER);
        assertThat(bens.settings.get("prompt").asText()).isEqualTo("a fox");
        assertThat(page.last("push").get("values").toString()).isEqualTo("{\"prompt\":\"a whale\"}");
        assertThat(page.last("you").get("canUndo").asBoolean()).isTrue();

        room.undo(ada);

        assertThat(adas.settings.get("prompt").asText()).isEqualTo("a fox");
        assertThat(page.last("you").get("canUndo").asBoolean()).isFalse();
    }

    @Test
    void undoingLeavesWhatTheStudentHasChangedSince() {
        FakeSteering.FakeSession adas = steering.open(ada);
        room.push(Optional.empty(), values("prompt", "a whale").put("mode", "human"));
        adas.settings.put("prompt", "a whale with a hat");
        room.undo(ada);
        assertThat(adas.settings.get("prompt").asText()).isEqualTo("a whale with a hat");
        assertThat(adas.settings.get("mode").asText()).isEqualTo("full");
    }

    @Test
    void undoingTakesBackNumbersHoweverTheTeachersPageWroteThem() {
        FakeSteering.FakeSession adas = steering.open(ada);
        ObjectNode before = adas.settings();
        room.push(
                Optional.empty(),
                JsonNodeFactory.instance.objectNode().put("seed", 1).put("strength", 1));
        assertThat(adas.settings.get("strength").asDouble()).isEqualTo(1);
        room.undo(ada);
        assertThat(adas.settings).isEqualTo(before);
    }

    @Test
    void countsThoseWhoHaveNoSessionAndRefusesWhatNobodyCanTake() {
        steering.open(ada);
        assertThat(room.push(Optional.empty(), values("prompt", "a whale"))).isEqualTo(new RoomMessage.Pushed(1, 1));
        assertThatThrownBy(() -> room.push(Optional.empty(), values("nonsense", "1")))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.SETTINGS_INVALID));
        assertThatThrownBy(() -> room.push(Optional.of(List.of(99)), values("prompt", "a whale")))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.STUDENT_UNKNOWN));
    }

    @Test
    void showsTheWallAndTellsWhoIsLookedAt() {
        steering.open(ada).picture = TestStreams.jpeg(120);
        FakeSocket page = student(ada);
        FakeSocket wall = teacher();
        room.hand(ada, true);
        room.tick();
        now = now.plusSeconds(5);
        room.look(wall.peer, OptionalInt.of(ADA_SEAT));
        assertThat(page.last("you").get("watched").asBoolean()).isTrue();
        room.tick();
        room.showLarge();
        room.showLarge();

        ObjectNode card = (ObjectNode) wall.last("wall").get("students").get(0);
        assertThat(card.toString())
                .isEqualTo(
                        "{\"id\":\"" + ada + "\",\"seat\":1,\"name\":\"Ada\",\"present\":true,\"state\":\"painting\","
                                + "\"fps\":9.5,\"prompt\":\"a fox\",\"mode\":\"full\",\"input\":\"image\",\"hand\":5,"
                                + "\"blackedOut\":false,\"watched\":true}");
        assertThat(wall.last("looked-at").get("settings").get("prompt").asText())
                .isEqualTo("a fox");
        assertThat(wall.pictures).as("one thumbnail and one large picture").hasSize(2);
        assertThat(seats(wall.pictures.get(0), PictureKind.THUMBNAILS)).containsExactly(ADA_SEAT);
        assertThat(seats(wall.pictures.get(1), PictureKind.LARGE)).containsExactly(ADA_SEAT);

        room.look(wall.peer, OptionalInt.empty());
        assertThat(page.last("you").get("watched").asBoolean()).isFalse();
    }

    @Test
    void aSlowPageGetsTheNewestPictureOfEverybodyAndNoOldOnes() {
        FakeSteering.FakeSession adas = steering.open(ada);
        FakeSteering.FakeSession bens = steering.open(ben);
        FakeSocket wall = teacher();
        wall.stuck = true;
        adas.picture = TestStreams.jpeg(10);
        room.tick();
        bens.picture = TestStreams.jpeg(20);
        room.tick();
        adas.picture = TestStreams.jpeg(30);
        room.tick();
        adas.picture = TestStreams.jpeg(40);
        room.tick();
        assertThat(wall.pictures).as("under way").hasSize(1);
        wall.goOn();
        assertThat(wall.pictures).hasSize(2);
        assertThat(seats(wall.pictures.get(1), PictureKind.THUMBNAILS)).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aProjectorHasNoNamesUnlessTheyAreWantedAndNoCodeWhileTheDoorIsClosed() {
        FakeSocket screen = projector();
        assertThat(screen.last("screen").toString())
                .isEqualTo("{\"type\":\"screen\",\"title\":\"4b\",\"joinCode\":\"BCDFGHJK\",\"students\":[{\"seat\":1},"
                        + "{\"seat\":2}]}");
        room.screen(new Lesson.Screen(true, false, false, false));
        classroom = new Classroom(id, "4b", "BCDFGHJK", false, true, Entry.FREE);
        enrol(ada, ben);
        assertThat(screen.last("screen").toString())
                .isEqualTo("{\"type\":\"screen\",\"title\":\"4b\",\"students\":[{\"seat\":1,\"name\":\"Ada\"},"
                        + "{\"seat\":2,\"name\":\"Ben\"}]}");
    }

    @Test
    void whoIsTakenOutIsShownTheDoorAndGoesOn() {
        FakeSocket page = student(ada);
        FakeSocket neighbour = student(ben);
        FakeSocket screen = projector();
        room.spotlight(OptionalInt.of(ADA_SEAT));
        room.eyesHere(true);

        enrol(ben);

        assertThat(page.last("error").get("code").asText()).isEqualTo("not-in-the-classroom");
        assertThat(page.closeCode()).isEqualTo(4410);
        assertThat(neighbour.closed).isEmpty();
        assertThat(screen.last("lesson").has("spotlight")).isFalse();
        assertThat(steering.held).containsExactly(ben);
        assertThat(student(ada).closeCode()).isEqualTo(4410);
    }

    @Test
    void comingBackGivesNoPictureBack() {
        room.blackOut(ADA_SEAT, true);
        enrol(ben);
        assertThat(steering.held).isEmpty();

        enrol(ada, ben);

        assertThat(steering.held).containsExactly(ada);
        assertThat(student(ada).last("you").get("blackedOut").asBoolean()).isTrue();
        assertThat(projector().last("screen").get("students")).hasSize(1);
    }

    @Test
    void noBlackOutWaitsForOneWhoComesBackOnceItWasReleased() {
        room.blackOut(ADA_SEAT, true);
        enrol(ben);
        pass(LiveClassroom.RELEASE_AFTER.toSeconds());
        enrol(ada, ben);
        assertThat(steering.held).isEmpty();
        assertThat(student(ada).last("you").get("blackedOut").asBoolean()).isFalse();
    }

    @Test
    void sendsProjectorsAndNobodyElseAwayWhenTheirAddressHasChanged() {
        FakeSocket page = student(ada);
        FakeSocket screen = projector();
        room.sendProjectorsAway();
        assertThat(screen.closeCode()).isEqualTo(4410);
        assertThat(page.closed).isEmpty();
        assertThat(projector().closed).isEmpty();
    }

    @Test
    void saysNowAndThenHowTheLessonStandsSoThatSilenceMeansSomething() {
        FakeSocket page = student(ada);
        long before = lessons(page);
        pass(LiveClassroom.TELL_EVERY.toSeconds() - 1);
        assertThat(lessons(page)).isEqualTo(before);
        pass(1);
        room.tick();
        assertThat(lessons(page)).isEqualTo(before + 1);
    }

    private static long lessons(FakeSocket page) {
        return page.texts.stream()
                .filter(text -> text.path("type").asText().equals("lesson"))
                .count();
    }

    @Test
    void boundsThePagesOfEach() {
        FakeSocket first = student(ada);
        for (int i = 1; i < 4; i++) {
            assertThat(student(ada).closed).isEmpty();
        }
        FakeSocket oneTooMany = student(ada);
        assertThat(oneTooMany.closeCode()).isEqualTo(4429);
        assertThat(student(ben).closed).isEmpty();
        first.peer.closed();
        assertThat(student(ada).closed).isEmpty();
    }

    @Test
    void everybodyGoesOnWhenItIsOver() {
        FakeSocket page = student(ada);
        room.eyesHere(true);
        room.close(RoomClosing.GONE);
        assertThat(steering.held).isEmpty();
        assertThat(page.closeCode()).isEqualTo(1000);
    }

    @Test
    void whatWasStillToBeDoneStopsNobodyOnceItIsOver() {
        room.eyesHere(true);
        room.blackOut(ADA_SEAT, true);
        room.close(RoomClosing.GONE);

        room.tick();
        assertThat(steering.held).isEmpty();
        room.eyesHere(true);
        room.blackOut(ADA_SEAT, true);
        assertThat(steering.held).isEmpty();
        assertThat(student(ada).closeCode()).isEqualTo(1000);
    }

    @Test
    void locksWhatTheTeacherWantsForAllWhoAreThereAndAllWhoCome() {
        FakeSocket page = student(ada);
        FakeSocket wall = teacher();
        room.lock(new LessonLocks(
                Optional.of(List.of(Source.DRAWING)),
                Optional.of(List.of(ben)),
                object("{\"strength\":{\"min\":0.2,\"max\":0.6}}")));

        String told = "{\"type\":\"locks\",\"sources\":[\"drawing\"],\"presets\":[\"" + ben
                + "\"],\"settings\":{\"strength\":{\"min\":0.2,\"max\":0.6}}}";
        assertThat(page.last("locks").toString()).isEqualTo(told);
        assertThat(wall.last("locks").toString()).isEqualTo(told);
        assertThat(student(ada).last("locks").toString()).as("after a reload").isEqualTo(told);
        assertThat(room.presets()).contains(List.of(ben));
        SettingLocks enforced = SettingLocks.of(
                TestStreams.SCHEMA,
                object("{\"strength\":{\"min\":0.2,\"max\":0.6},\"input\":{\"only\":[\"frames\"]}}"));
        assertThat(steering.locks).containsEntry(ada, enforced).containsEntry(ben, enforced);
        UUID late = UUID.randomUUID();
        enrol(ada, late);
        assertThat(steering.locks)
                .as("a newcomer, and one who has left")
                .containsEntry(late, enforced)
                .containsEntry(ben, SettingLocks.NONE);

        room.lock(LessonLocks.NONE);
        assertThat(page.last("locks").toString()).isEqualTo("{\"type\":\"locks\",\"settings\":{}}");
        assertThat(steering.locks.values()).containsOnly(SettingLocks.NONE);
    }

    @Test
    void locksOutlastTheTeacherAndEndWithTheLesson() {
        leave(teacher());
        room.lock(new LessonLocks(Optional.of(List.of(Source.TEXT)), Optional.empty(), object("{}")));
        pass(LiveClassroom.RELEASE_AFTER.toSeconds());
        assertThat(steering.locks.get(ada)).isNotEqualTo(SettingLocks.NONE);
        room.close(RoomClosing.GONE);
        room.tick();
        assertThat(steering.locks.values()).containsOnly(SettingLocks.NONE);
    }

    @Test
    void locksThatCannotBeChangeNothing() {
        room.lock(new LessonLocks(Optional.of(List.of(Source.TEXT)), Optional.empty(), object("{}")));
        SettingLocks before = steering.locks.get(ada);
        LessonLocks nonsense = new LessonLocks(Optional.empty(), Optional.empty(), object("{\"strength\":7}"));
        assertThatThrownBy(() -> room.lock(nonsense))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.SETTINGS_INVALID));
        room.tick();
        assertThat(steering.locks.get(ada)).isEqualTo(before);
        assertThatThrownBy(() -> new LessonLocks(Optional.of(List.of()), Optional.empty(), object("{}")))
                .hasMessageContaining("One source");
        assertThatThrownBy(() -> new LessonLocks(
                        Optional.empty(), Optional.empty(), object("{\"input\":{\"only\":[\"none\"]}}")))
                .hasMessageContaining("sources");
    }

    @Test
    void favoursOneForAWhile() {
        FakeSocket wall = teacher();
        room.favour(ADA_SEAT, Duration.ofSeconds(60));
        assertThat(steering.favoured).containsExactly(ada);
        now = now.plusMillis(500);
        room.tick();
        JsonNode card = wall.last("wall").get("students").get(0);
        assertThat(card.get("priority").asLong()).isEqualTo(60);
        pass(59);
        assertThat(steering.favoured).containsExactly(ada);
        pass(1);
        assertThat(steering.favoured).isEmpty();
        assertThat(wall.last("wall").get("students").get(0).has("priority")).isFalse();
        room.favour(ADA_SEAT, Duration.ofSeconds(60));
        room.favour(ADA_SEAT, Duration.ZERO);
        assertThat(steering.favoured).isEmpty();
        assertThatThrownBy(() -> room.favour(99, Duration.ofSeconds(60))).hasMessageContaining("99");
    }

    @Test
    void showsThePictureInTheSpotlightOnEveryStudentsPage() {
        steering.open(ada).picture = TestStreams.jpeg(120);
        FakeSocket page = student(ben);
        room.spotlight(OptionalInt.of(ADA_SEAT));
        assertThat(page.last("lesson").get("spotlight").toString()).isEqualTo("{\"seat\":1}");
        room.tick();
        room.tick();
        assertThat(page.pictures).as("none twice").hasSize(1);
        assertThat(seats(page.pictures.get(0), PictureKind.SPOTLIGHT)).containsExactly(ADA_SEAT);
        FakeSocket late = student(ada);
        assertThat(seats(late.pictures.get(0), PictureKind.SPOTLIGHT)).containsExactly(ADA_SEAT);

        room.screen(new Lesson.Screen(true, false, false, false));
        assertThat(page.last("lesson").get("spotlight").get("name").asText()).isEqualTo("Ada");
        room.spotlight(OptionalInt.empty());
        assertThat(page.last("lesson").has("spotlight")).isFalse();
        steering.open(ada).picture = TestStreams.jpeg(20);
        room.tick();
        assertThat(page.pictures).hasSize(1);
        assertThat(student(ben).pictures).isEmpty();
    }

    @Test
    void showsProjectorsWhatThePictureInTheSpotlightWasMadeFromWhereThatIsWanted() {
        FakeSteering.FakeSession adas = steering.open(ada);
        adas.picture = TestStreams.jpeg(120);
        adas.input = TestStreams.jpeg(60);
        FakeSocket screen = projector();
        FakeSocket page = student(ben);
        room.spotlight(OptionalInt.of(ADA_SEAT));
        room.tick();
        assertThat(kinds(screen)).doesNotContain(PictureKind.INPUT.code());
        room.screen(new Lesson.Screen(false, false, false, true));
        room.tick();
        room.tick();
        assertThat(kinds(screen)).containsOnlyOnce(PictureKind.INPUT.code());
        assertThat(kinds(page)).as("students see the picture alone").containsOnly(PictureKind.SPOTLIGHT.code());
        adas.input = new byte[] {1, 2, 3};
        room.tick();
        assertThat(kinds(screen)).as("no picture at all").containsOnlyOnce(PictureKind.INPUT.code());
    }

    private static List<Byte> kinds(FakeSocket page) {
        return page.pictures.stream().map(message -> message[1]).toList();
    }

    @Test
    void putsAPictureOnThePagesOfThoseItIsFor() {
        FakeSocket page = student(ada);
        FakeSocket neighbour = student(ben);
        byte[] jpeg = TestStreams.jpeg(7);
        assertThat(room.push(Optional.of(List.of(ADA_SEAT)), PictureKind.UNDERLAY, jpeg))
                .isEqualTo(new RoomMessage.Pushed(1, 0));
        assertThat(seats(page.pictures.get(0), PictureKind.UNDERLAY)).containsExactly(ADA_SEAT);
        assertThat(neighbour.pictures).isEmpty();
        leave(neighbour);
        assertThat(room.push(Optional.empty(), PictureKind.IMAGE, jpeg)).isEqualTo(new RoomMessage.Pushed(1, 1));
        assertThat(seats(page.pictures.get(1), PictureKind.IMAGE)).containsExactly(ADA_SEAT);
        assertThatThrownBy(() -> room.push(Optional.of(List.of(99)), PictureKind.IMAGE, jpeg))
                .hasMessageContaining("99");
    }

    @Test
    void captionsAreThePromptsAsTheyAreNowAndOnlyWhereTheyAreWanted() {
        FakeSteering.FakeSession adas = steering.open(ada);
        FakeSocket screen = projector();
        assertThat(screen.last("screen").get("students").get(0).has("caption")).isFalse();
        room.screen(new Lesson.Screen(false, true, false, false));
        assertThat(screen.last("screen").get("students").get(0).get("caption").asText())
                .isEqualTo("a fox");
        adas.settings.put("prompt", "a whale");
        room.tick();
        assertThat(screen.last("screen").get("students").get(0).get("caption").asText())
                .isEqualTo("a whale");
        int told = screen.texts.size();
        room.tick();
        assertThat(screen.texts).hasSize(told);
    }

    private void leave(FakeSocket socket) {
        socket.peer.closed();
        room.tick();
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
        nanos += TimeUnit.SECONDS.toNanos(seconds);
        room.tick();
    }

    private void enrol(UUID... students) {
        List<Member> members = new ArrayList<>();
        members.add(new Member(teacher, "", Role.TEACHER));
        for (UUID student : students) {
            members.add(
                    new Member(student, student.equals(ada) ? "Ada" : student.equals(ben) ? "Ben" : "", Role.STUDENT));
        }
        enrolled = members;
        found(Undecided.NOTHING);
    }

    /** What the next look into the database finds. */
    private void found(Undecided undecided) {
        room.takeOver(room.beginLook(), new LiveClassroom.Found(classroom, enrolled, List.of(), undecided));
    }

    private FakeSocket teacher() {
        return enter(new FakeSocket(RoomRole.TEACHER, Optional.of(teacher)));
    }

    private FakeSocket student(UUID student) {
        return enter(new FakeSocket(RoomRole.STUDENT, Optional.of(student)));
    }

    private FakeSocket projector() {
        return enter(new FakeSocket(RoomRole.PROJECTOR, Optional.empty()));
    }

    private FakeSocket enter(FakeSocket socket) {
        room.enter(socket.peer);
        return socket;
    }

    private static ObjectNode object(String json) {
        return Json.read(json, ObjectNode.class, ApiError.INTERNAL);
    }

    private static ObjectNode values(String property, String value) {
        return JsonNodeFactory.instance.objectNode().put(property, value);
    }

    /** The seats of a binary message, whose JPEGs must begin as such. */
    private static List<Integer> seats(byte[] message, PictureKind kind) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        assertThat(buffer.get()).isEqualTo((byte) 1);
        assertThat(buffer.get()).isEqualTo(kind.code());
        int count = buffer.getShort();
        List<Integer> seats = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seats.add(buffer.getInt());
            byte[] jpeg = new byte[buffer.getInt()];
            buffer.get(jpeg);
            assertThat(jpeg).startsWith(0xff, 0xd8);
        }
        assertThat(buffer.hasRemaining()).isFalse();
        return seats;
    }
}
