package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.participant.TestParticipants;
import org.speakdraw.app.participant.TestRows;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.prompt.PresetDecision;
import org.speakdraw.app.safety.ReportReason;

/** Against a real PostgreSQL. */
class PictureReportsTest {

    private static final Database database = TestDatabase.create();

    private final ClassroomStore classrooms = new ClassroomStore(database);
    private final ParticipantStore people = new ParticipantStore(database);
    private final Participants participants = TestParticipants.of(database, List.of());
    private final Classrooms doors = new Classrooms(database, classrooms, people, participants);
    private final PictureReports reports = TestReports.of(database, doors);
    private final ReportedPictureStore store = new ReportedPictureStore(database);
    private final UUID teacher = UUID.randomUUID();
    private final UUID ada = UUID.randomUUID();
    private final List<UUID> others = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    private final PictureReports.Spotlit adas = new PictureReports.Spotlit(ada, new byte[] {1, 2, 3});
    private UUID room = UUID.randomUUID();

    @BeforeEach
    void aClass() throws SQLException {
        TestRows.execute(database, "delete from reported_picture");
        room = doors.create(teacher, "4b").classroom().orElseThrow().id();
        for (UUID student : List.of(ada, others.get(0), others.get(1), others.get(2))) {
            people.ensure(student);
            classrooms.move(student, Optional.of(room), Role.STUDENT);
        }
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void countsEverybodyOnceAndHidesWhenThreeAgree() {
        reports.report(room, others.get(0), adas, ReportReason.MEAN);
        reports.report(room, others.get(0), adas, ReportReason.SCARY);
        reports.report(room, ada, adas, ReportReason.RUDE);
        reports.report(room, others.get(1), adas, ReportReason.MEAN);
        ReportedPicture two = only();
        assertThat(two.reasons()).isEqualTo(Map.of(ReportReason.MEAN, 2));
        assertThat(two.hidden()).isFalse();
        assertThat(reports.undecided(room)).isEqualTo(new Undecided("0 ", 2, Set.of()));

        reports.report(room, others.get(2), new PictureReports.Spotlit(ada, new byte[9]), ReportReason.RUDE);

        assertThat(only().hidden()).isTrue();
        assertThat(reports.undecided(room)).isEqualTo(new Undecided("0 ", 3, Set.of(ada)));
        assertThat(reports.picture(room, teacher, two.id()))
                .as("the one that was reported first")
                .containsExactly(1, 2, 3);
    }

    @Test
    void theTeacherAloneSeesAndDecides() {
        reports.report(room, others.get(0), adas, ReportReason.OTHER);
        UUID picture = only().id();
        UUID foreign = UUID.randomUUID();
        UUID elsewhere = doors.create(foreign, "5a").classroom().orElseThrow().id();
        for (UUID caller : List.of(ada, others.get(0), foreign)) {
            refuses(ApiError.NOT_THE_TEACHER, () -> reports.list(room, caller));
            refuses(ApiError.NOT_THE_TEACHER, () -> reports.picture(room, caller, picture));
            refuses(ApiError.NOT_THE_TEACHER, () -> reports.settle(room, caller, picture));
            refuses(
                    ApiError.NOT_THE_TEACHER,
                    () -> reports.decidePreset(room, caller, picture, new PresetDecision("keep", null)));
        }
        refuses(ApiError.REPORT_UNKNOWN, () -> reports.settle(elsewhere, foreign, picture));
        refuses(ApiError.NOT_IN_THE_CLASSROOM, () -> reports.report(room, foreign, adas, ReportReason.MEAN));
        refuses(ApiError.NOT_IN_THE_CLASSROOM, () -> reports.admit(room, foreign));

        assertThat(reports.settle(room, teacher, picture)).isEqualTo(ada);
        assertThat(reports.list(room, teacher)).isEmpty();
        refuses(ApiError.REPORT_UNKNOWN, () -> reports.picture(picture));
        assertThat(reports.undecided(room)).isEqualTo(new Undecided("0 ", 0, Set.of()));
    }

    @Test
    void comesToAnAdministratorAfterADayWithoutAnswer() throws SQLException {
        List<UUID> expected = new ArrayList<>();
        for (int hours = 30; hours >= 24; hours--) {
            UUID student = UUID.randomUUID();
            people.ensure(student);
            classrooms.move(student, Optional.of(room), Role.STUDENT);
            reports.report(room, others.get(0), new PictureReports.Spotlit(student, new byte[1]), ReportReason.MEAN);
            expected.add(reports.list(room, teacher).stream()
                    .filter(each -> each.student().equals(student))
                    .findFirst()
                    .orElseThrow()
                    .id());
            age(student, hours);
        }
        reports.report(room, others.get(1), adas, ReportReason.MEAN);
        age(ada, 23);

        List<UUID> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            PictureReports.Page page = reports.unanswered(after, 2);
            page.pictures().forEach(each -> found.add(each.id()));
            after = page.next().map(PageCursor::encode);
        } while (after.isPresent());

        assertThat(found).isEqualTo(expected);
        assertThat(reports.settle(expected.get(0))).isEqualTo(room);
        refuses(ApiError.REPORT_UNKNOWN, () -> reports.settle(expected.get(0)));
    }

    @Test
    void keepsNothingForLongAndNothingOfADeletedClassOrStudent() throws SQLException {
        reports.report(room, others.get(0), adas, ReportReason.MEAN);
        assertThat(store.removeBefore(Instant.now().minus(LessonSchedule.REPORT_RETENTION)))
                .isZero();
        age(ada, (int) LessonSchedule.REPORT_RETENTION.toHours());
        assertThat(store.removeBefore(Instant.now().minus(LessonSchedule.REPORT_RETENTION)))
                .isEqualTo(1);

        reports.report(room, others.get(0), adas, ReportReason.MEAN);
        reports.report(room, others.get(1), adas, ReportReason.MEAN);
        TestRows.execute(database, "delete from participant where id = '" + others.get(0) + "'");
        assertThat(only().reasons()).isEqualTo(Map.of(ReportReason.MEAN, 1));
        doors.delete(teacher, room);
        assertThat(TestRows.references(database, List.of(room, ada, others.get(1), teacher)))
                .isEmpty();
    }

    @Test
    void takesTenReportsAMinuteFromOneStudent() {
        for (int i = 0; i < 10; i++) {
            reports.admit(room, ada);
        }
        refuses(ApiError.TOO_MANY_REQUESTS, () -> reports.admit(room, ada));
        reports.admit(room, others.get(0));
    }

    private ReportedPicture only() {
        List<ReportedPicture> all = reports.list(room, teacher);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static void age(UUID student, int hours) throws SQLException {
        Instant then = Instant.now().minus(hours, ChronoUnit.HOURS);
        TestRows.execute(
                database,
                "update reported_picture set reported_at = '" + then + "' where participant_id = '" + student + "'");
    }

    private static void refuses(ApiError code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
