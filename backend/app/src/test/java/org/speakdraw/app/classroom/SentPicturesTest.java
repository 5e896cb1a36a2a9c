package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.TestParticipants;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.safety.SafetyScope;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.safety.WordFilter;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;

/** Against a real PostgreSQL. */
class SentPicturesTest {

    private static final Database database = TestDatabase.create();

    private final ClassroomStore store = new ClassroomStore(database);
    private final ParticipantStore people = new ParticipantStore(database);
    private final Participants participants = TestParticipants.of(database, List.of());
    private final Classrooms doors = new Classrooms(database, store, people, participants);
    private final LiveClassrooms lessons = new LiveClassrooms(
            database,
            store,
            new GuestStore(database),
            TestReports.of(database, doors),
            new LessonKeeping(new LessonStore(database)),
            new FakeSteering(),
            TestStreams.SCHEMA,
            TestStreams.LIMITS,
            () -> Instant.parse("2026-11-27T08:00:00Z"));
    private final SentPictures pictures = new SentPictures(doors, lessons);
    private final GuestStore guests = new GuestStore(database);
    private final Entrance entrance = new Entrance(
            database,
            store,
            guests,
            people,
            participants,
            doors,
            new StudentNames(store, guests, new WordFilter(TestSafety.config(SafetyScope.OFF))),
            TestParticipants.limits(100));
    private final UUID teacher = UUID.randomUUID();
    private final UUID ada = UUID.randomUUID();
    private UUID room = UUID.randomUUID();
    private FakeSocket page = new FakeSocket(RoomRole.STUDENT, Optional.of(ada));

    @BeforeEach
    void aStudentIsThere() {
        room = doors.create(teacher, "4b").classroom().orElseThrow().id();
        entrance.join(ada, store.find(room).orElseThrow().joinCode(), Optional.empty(), Optional.empty());
        lessons.open(room);
        lessons.find(room).orElseThrow().enter(page.peer);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void sendsThePixelsAndNothingElseOfAFile() {
        byte[] jpeg = TestStreams.jpeg(90);
        byte[] secret = "where this was taken".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        // A comment after the first marker, as EXIF would be.
        ByteBuffer commented = ByteBuffer.allocate(jpeg.length + 4 + secret.length);
        commented
                .put(jpeg, 0, 2)
                .putShort((short) 0xfffe)
                .putShort((short) (2 + secret.length))
                .put(secret);
        commented.put(jpeg, 2, jpeg.length - 2);

        assertThat(send(Optional.empty(), commented.array())).isEqualTo(new RoomMessage.Pushed(1, 0));

        String came = new String(page.pictures.get(0), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(came).doesNotContain("where this was taken");
        byte[] sent = Arrays.copyOfRange(page.pictures.get(0), 12, page.pictures.get(0).length);
        assertThat(TestStreams.CODEC.decode(sent, 0, sent.length).width()).isEqualTo(64);
    }

    @Test
    void refusesWhatIsNoPictureAndWhatIsTooLarge() {
        refuses("frame-undecodable", () -> send(Optional.empty(), new byte[] {1, 2, 3}));
        byte[] jpeg = TestStreams.jpeg(90);
        refuses("frame-truncated", () -> send(Optional.empty(), Arrays.copyOf(jpeg, jpeg.length - 9)));
        refuses("frame-too-large", () -> send(Optional.empty(), Arrays.copyOf(jpeg, (1 << 20) + 1)));
        byte[] wide = TestStreams.CODEC.encode(new Frame(2048, 2048, new byte[2048 * 2048 * 3]), 30);
        refuses("frame-too-large", () -> send(Optional.empty(), wide));
        assertThat(page.pictures).isEmpty();
    }

    @Test
    void isForTheTeacherOfALessonThatIsOn() {
        byte[] jpeg = TestStreams.jpeg(90);
        for (UUID caller : List.of(ada, UUID.randomUUID())) {
            refuses("not-the-teacher", () -> pictures.send(room, caller, Optional.empty(), PictureKind.IMAGE, jpeg));
        }
        refuses("student-unknown", () -> send(Optional.of(List.of(99)), jpeg));
        lessons.endAll();
        refuses("classroom-unknown", () -> send(Optional.empty(), jpeg));
    }

    @Test
    void floodsAreRefused() {
        byte[] jpeg = TestStreams.jpeg(90);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        send(Optional.empty(), jpeg);
                    }
                })
                .isInstanceOfSatisfying(
                        SpeakDrawException.class, e -> assertThat(e.code().id()).isEqualTo("too-many-requests"));
        assertThat(page.pictures).hasSizeBetween(1, 30);
    }

    private RoomMessage.Pushed send(Optional<List<Integer>> to, byte[] jpeg) {
        return pictures.send(room, teacher, to, PictureKind.UNDERLAY, jpeg);
    }

    private static void refuses(String code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        SpeakDrawException.class,
                        refusal -> assertThat(refusal.code().id()).isEqualTo(code));
    }
}
