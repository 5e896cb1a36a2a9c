package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.TestParticipants;
import org.speakdraw.app.participant.TestRows;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.safety.SafetyScope;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.safety.WordFilter;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.Frame;

/** Against a real PostgreSQL. */
class HandedInWorksTest {

    private static final Database database = TestDatabase.create();

    private final ClassroomStore classrooms = new ClassroomStore(database);
    private final HandedInWorkStore store = new HandedInWorkStore(database);
    private final ParticipantStore people = new ParticipantStore(database);
    private final Participants participants = TestParticipants.of(
            database, List.of(new ClassroomData(classrooms, people, store, new ReportedPictureStore(database))));
    private final Classrooms doors = new Classrooms(database, classrooms, people, participants);
    private final FakeSteering steering = new FakeSteering();
    private final HandedInWorks works = new HandedInWorks(database, store, classrooms, doors, participants, steering);
    private final WorkExports exports = new WorkExports(store, TestStreams.LIMITS);
    private final GuestStore guests = new GuestStore(database);
    private final Entrance entrance = new Entrance(
            database,
            classrooms,
            guests,
            people,
            participants,
            doors,
            new StudentNames(classrooms, guests, new WordFilter(TestSafety.config(SafetyScope.OFF))),
            TestParticipants.limits(100));
    private final UUID teacher = UUID.randomUUID();
    private final UUID ada = UUID.randomUUID();
    private final UUID ben = UUID.randomUUID();
    private UUID room = UUID.randomUUID();

    @BeforeEach
    void aClassDraws() {
        room = doors.create(teacher, "4b").classroom().orElseThrow().id();
        join(ada, "Ada", 100);
        join(ben, "Бен", 200);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void keepsThePictureThatTheStudentSees() {
        HandedInWork kept = works.handIn(room, ada);
        assertThat(kept.name()).isEqualTo("Ada");
        assertThat(kept.prompt()).isEqualTo("a fox");
        assertThat(works.picture(room, ada, kept.id())).isEqualTo(TestStreams.jpeg(100));
        assertThat(works.list(room, ada)).containsExactly(kept);
        assertThat(works.list(room, ben)).isEmpty();
        HandedInWork bens = works.handIn(room, ben);
        assertThat(works.list(room, teacher)).containsExactly(kept, bens);
        assertThat(works.picture(room, teacher, bens.id())).isEqualTo(TestStreams.jpeg(200));
    }

    @Test
    void keepsNothingOfWhoHasNoPictureOrIsNotInTheClass() {
        steering.sessions.remove(ada);
        refuses(ApiError.PICTURE_MISSING, () -> works.handIn(room, ada));
        steering.open(ada);
        refuses(ApiError.PICTURE_MISSING, () -> works.handIn(room, ada));
        for (UUID caller : List.of(teacher, UUID.randomUUID())) {
            steering.open(caller).picture = TestStreams.jpeg(1);
            refuses(ApiError.NOT_IN_THE_CLASSROOM, () -> works.handIn(room, caller));
        }
        refuses(ApiError.NOT_IN_THE_CLASSROOM, () -> works.handIn(UUID.randomUUID(), ben));
        assertThat(works.list(room, teacher)).isEmpty();
    }

    @Test
    void looksAtTheVeryPictureThatItKeeps() {
        FakeSteering.FakeSession session = steering.sessions.get(ada);
        List<Integer> looked = new ArrayList<>();
        session.refused = frame -> {
            looked.add(frame.rgb()[0] & 0xff);
            session.picture = TestStreams.jpeg(0);
            return looked.get(looked.size() - 1) < 50;
        };
        HandedInWork kept = works.handIn(room, ada);
        assertThat(works.picture(room, ada, kept.id())).isEqualTo(TestStreams.jpeg(100));
        refuses(ApiError.PICTURE_REFUSED, () -> works.handIn(room, ada));
        assertThat(looked).hasSize(2);
        assertThat(works.list(room, teacher)).containsExactly(kept);
    }

    @Test
    void aPictureThatCannotBeReadAnyMoreLeavesItsCellEmpty() throws IOException {
        for (int i = 0; i < 10; i++) {
            works.handIn(room, ada);
        }
        database.useHandle(handle -> handle.execute(
                "update handed_in_work set picture = ''::bytea where id ="
                        + " (select id from handed_in_work where classroom_id = ? order by handed_in_at desc limit 1)",
                room));
        Path file = exports.make(works.gallery(room, teacher), WorkExports.Format.PDF, true);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            assertThat(document.getPage(1).getResources().getXObjectNames()).isEmpty();
            assertThat(new PDFTextStripper().getText(document)).contains("Ada");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void showsAndDeletesNothingOfSomebodyElse() {
        HandedInWork adas = works.handIn(room, ada);
        UUID foreign = UUID.randomUUID();
        UUID elsewhere = doors.create(foreign, "5a").classroom().orElseThrow().id();
        for (UUID caller : List.of(ben, foreign, UUID.randomUUID())) {
            refuses(ApiError.WORK_UNKNOWN, () -> works.picture(room, caller, adas.id()));
            refuses(ApiError.WORK_UNKNOWN, () -> works.delete(room, caller, adas.id()));
            refuses(ApiError.NOT_THE_TEACHER, () -> works.gallery(room, caller));
            refuses(ApiError.NOT_THE_TEACHER, () -> works.deleteAll(room, caller));
        }
        refuses(ApiError.WORK_UNKNOWN, () -> works.picture(elsewhere, foreign, adas.id()));
        refuses(ApiError.NOT_IN_THE_CLASSROOM, () -> works.list(room, foreign));
        assertThat(works.list(room, teacher)).containsExactly(adas);
    }

    @Test
    void isTakenBackByItsOwnerAndThrownAwayByTheTeacher() {
        HandedInWork first = works.handIn(room, ada);
        HandedInWork second = works.handIn(room, ada);
        works.handIn(room, ben);
        works.delete(room, ada, first.id());
        refuses(ApiError.WORK_UNKNOWN, () -> works.picture(room, ada, first.id()));
        works.delete(room, teacher, second.id());
        assertThat(works.list(room, teacher)).hasSize(1);
        works.deleteAll(room, teacher);
        assertThat(works.list(room, teacher)).isEmpty();
    }

    @Test
    void isSeenAndRemovedByAnAdministratorWithoutItsOwner() {
        WorkModeration moderation = new WorkModeration(store);
        HandedInWork adas = works.handIn(room, ada);
        HandedInWork bens = works.handIn(room, ben);
        WorkOnServer shownFirst = new WorkOnServer(bens.id(), room, "a fox", bens.handedInAt());
        WorkOnServer shownNext = new WorkOnServer(adas.id(), room, "a fox", adas.handedInAt());
        WorkModeration.Page first = moderation.list(Optional.empty(), 1);
        assertThat(first.works()).containsExactly(shownFirst);
        assertThat(moderation.list(first.next().map(PageCursor::encode), 1).works())
                .containsExactly(shownNext);
        assertThat(moderation.list(Optional.empty(), 60).next()).isEmpty();
        assertThat(moderation.picture(adas.id())).isEqualTo(TestStreams.jpeg(100));

        assertThat(moderation.remove(adas.id())).isEqualTo(room);
        assertThat(works.list(room, teacher)).containsExactly(bens);
        refuses(ApiError.WORK_UNKNOWN, () -> moderation.picture(adas.id()));
        refuses(ApiError.WORK_UNKNOWN, () -> moderation.remove(adas.id()));
    }

    @Test
    void boundsWhatOneHandsIn() {
        for (int i = 0; i < HandedInWorks.MAX_OF_STUDENT; i++) {
            works.handIn(room, ada);
        }
        refuses(ApiError.TOO_MANY_WORKS, () -> works.handIn(room, ada));
        works.handIn(room, ben);
        works.delete(room, ada, works.list(room, ada).get(0).id());
        works.handIn(room, ada);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        works.delete(room, ada, works.handIn(room, ada).id());
                    }
                })
                .isInstanceOfSatisfying(
                        RequestException.class,
                        e -> assertThat(e.code()).isIn(ApiError.TOO_MANY_REQUESTS, ApiError.TOO_MANY_WORKS));
    }

    @Test
    void compressesAgainWhatIsLargerThanTheTableTakes() {
        byte[] noise = new byte[1024 * 1024 * 3];
        new Random(1).nextBytes(noise);
        byte[] large = TestStreams.CODEC.encode(new Frame(1024, 1024, noise), 100);
        assertThat(large.length).isGreaterThan(1 << 20);
        steering.open(ada).picture = large;
        byte[] kept = works.picture(room, ada, works.handIn(room, ada).id());
        assertThat(kept.length).isLessThan(1 << 20);
        assertThat(TestStreams.CODEC.decode(kept, 0, kept.length).width()).isEqualTo(1024);
    }

    @Test
    void comesAsAZipWithNamesOnlyWhereTheyAreWanted() throws IOException {
        works.handIn(room, ada);
        steering.sessions.get(ben).settings.put("prompt", "../../a/fox:*?\"<>| " + "x".repeat(100));
        works.handIn(room, ben);
        assertThat(entries(false)).containsExactly("001 a fox.jpg", "002 a fox " + "x".repeat(42) + ".jpg");
        assertThat(entries(true)).containsExactly("001 Ada a fox.jpg", "002 Бен a fox " + "x".repeat(38) + ".jpg");
    }

    private List<String> entries(boolean names) throws IOException {
        Path file = exports.make(works.gallery(room, teacher), WorkExports.Format.ZIP, names);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> found = new ArrayList<>();
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                found.add(entry.getName());
                assertThat(zip.getInputStream(entry).readAllBytes()).isIn(TestStreams.jpeg(100), TestStreams.jpeg(200));
            }
            return found;
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void comesAsSheetsOfNinePictures() throws IOException {
        steering.sessions.get(ben).settings.put("prompt", "ein Fuchs \uD83E\uDD8A\n狐");
        for (int i = 0; i < 5; i++) {
            works.handIn(room, ada);
            works.handIn(room, ben);
        }
        Path file = exports.make(works.gallery(room, teacher), WorkExports.Format.PDF, true);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            String words = new PDFTextStripper().getText(document);
            assertThat(words).contains("4b", "Ada", "Бен", "a fox", "ein Fuchs ???", "Pictures made by AI");
            int pictures = 0;
            for (COSName ignored : document.getPage(0).getResources().getXObjectNames()) {
                pictures++;
            }
            assertThat(pictures).isEqualTo(9);
        } finally {
            Files.delete(file);
        }
        Path anonymous = exports.make(works.gallery(room, teacher), WorkExports.Format.PDF, false);
        try (PDDocument document = Loader.loadPDF(anonymous.toFile())) {
            assertThat(new PDFTextStripper().getText(document)).doesNotContain("Ada", "Бен");
        } finally {
            Files.delete(anonymous);
        }
    }

    @Test
    void aClassThatHasHandedInNothingGetsAnEmptySheet() throws IOException {
        Path file = exports.make(works.gallery(room, teacher), WorkExports.Format.PDF, true);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void nothingIsLeftOnceTheClassroomIsDeletedAlsoOfWhoHasLeftIt() throws SQLException {
        UUID adas = works.handIn(room, ada).id();
        UUID bens = works.handIn(room, ben).id();
        doors.leave(ben);
        doors.delete(teacher, room);
        assertThat(TestRows.references(database, List.of(room, teacher, ada, adas, bens)))
                .isEmpty();
        assertThat(TestRows.references(database, List.of(ben)))
                .as("left before")
                .containsOnlyKeys("participant.id");
    }

    @Test
    void goesWithItsOwner() throws SQLException {
        UUID adas = works.handIn(room, ada).id();
        works.handIn(room, ben);
        TestParticipants.delete(participants, ada);
        assertThat(TestRows.references(database, List.of(ada, adas))).isEmpty();
        assertThat(works.list(room, teacher)).hasSize(1);
    }

    private void join(UUID student, String name, int grey) {
        entrance.join(student, classrooms.find(room).orElseThrow().joinCode(), Optional.empty(), Optional.empty());
        TestParticipants.rename(participants, student, name);
        steering.open(student).picture = TestStreams.jpeg(grey);
    }

    private static void refuses(ApiError code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
