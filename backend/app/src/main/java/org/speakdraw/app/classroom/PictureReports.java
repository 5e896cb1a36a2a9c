package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.PresetDecision;
import org.speakdraw.app.prompt.PresetModeration;
import org.speakdraw.app.safety.ReportReason;
import org.speakdraw.app.safety.SafetyConfig;

/**
 * Pictures of students that everybody is shown, and somebody reports: the teacher decides, or an administrator about what
 * was not answered for a day. Every method throws {@code database-unavailable} while the database is away. Thread-safe.
 */
@Singleton
public class PictureReports {

    private static final int PER_MINUTE = 10;
    private static final String ORDER = "reported-pictures";

    private final Database database;
    private final ReportedPictureStore store;
    private final HandedInWorkStore works;
    private final PresetModeration presets;
    private final Classrooms doors;
    private final SafetyConfig config;
    private final RequestRate rate = new RequestRate(PER_MINUTE);

    @Inject
    public PictureReports(
            Database database,
            ReportedPictureStore store,
            HandedInWorkStore works,
            PresetModeration presets,
            Classrooms doors,
            SafetyConfig config) {
        this.database = database;
        this.store = store;
        this.works = works;
        this.presets = presets;
        this.doors = doors;
        this.config = config;
    }

    /** A picture, and the student whose it is. */
    record Spotlit(UUID student, byte[] jpeg) {}

    /**
     * Notes that {@code reporter}, a student, thinks that others should not be shown a picture. Once several do, nobody but
     * the teacher is shown pictures of its student until it is decided. One's own is not noted.
     *
     * @throws RequestException {@code not-in-the-classroom}
     */
    void report(UUID classroom, UUID reporter, Spotlit shown, ReportReason reason) {
        if (shown.student.equals(reporter)) {
            return;
        }
        database.useTransaction(() -> {
            doors.requireStudent(reporter, classroom);
            UUID picture = store.keep(classroom, shown.student, shown.jpeg);
            if (store.report(picture, reporter, reason) >= config.hiding()) {
                store.hide(picture);
            }
        });
    }

    /**
     * Lets a student report once more.
     *
     * @throws RequestException {@code not-in-the-classroom}; {@code too-many-requests} after ten in a minute
     */
    void admit(UUID classroom, UUID reporter) {
        doors.requireStudent(reporter, classroom);
        long wait = rate.request(reporter.toString(), System.nanoTime());
        if (wait > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS, "You have reported a lot just now.", Duration.ofNanos(wait));
        }
    }

    /**
     * What the teacher decides about, the oldest first.
     *
     * @throws RequestException {@code not-the-teacher}
     */
    List<ReportedPicture> list(UUID classroom, UUID teacher) {
        doors.requireTaught(teacher, classroom);
        return store.inClassroom(classroom);
    }

    /**
     * The JPEG, for the teacher.
     *
     * @throws RequestException {@code not-the-teacher}, {@code report-unknown}
     */
    byte[] picture(UUID classroom, UUID teacher, UUID picture) {
        require(classroom, teacher, picture);
        return picture(picture);
    }

    /**
     * The teacher has decided: picture and reports are deleted.
     *
     * @return whose picture it is
     * @throws RequestException {@code not-the-teacher}, {@code report-unknown}
     */
    UUID settle(UUID classroom, UUID teacher, UUID picture) {
        return database.inTransaction(() -> {
            UUID student = require(classroom, teacher, picture).student();
            store.remove(picture);
            return student;
        });
    }

    private ReportedPicture require(UUID classroom, UUID teacher, UUID picture) {
        doors.requireTaught(teacher, classroom);
        return store.find(classroom, picture).orElseThrow(PictureReports::unknown);
    }

    /**
     * The teacher decides about a preset that a student shares with the class.
     *
     * @throws RequestException {@code not-the-teacher}, {@code preset-unknown}, {@code preset-changed}
     */
    void decidePreset(UUID classroom, UUID teacher, UUID preset, PresetDecision decision) {
        doors.requireTaught(teacher, classroom);
        presets.decideIn(classroom, preset, decision);
    }

    /** A page for an administrator, the oldest first. */
    record Page(List<ReportedPicture> pictures, Optional<PageCursor> next) {}

    /** What no teacher has answered. */
    Page unanswered(Optional<String> after, int limit) {
        List<ReportedPicture> page = store.unanswered(PageCursor.decode(after, ORDER), limit, config.answer());
        if (page.size() < limit) {
            return new Page(page, Optional.empty());
        }
        ReportedPicture last = page.get(page.size() - 1);
        return new Page(
                page,
                Optional.of(
                        new PageCursor(ORDER, last.since().toString(), last.id().toString())));
    }

    /**
     * The JPEG, for an administrator.
     *
     * @throws RequestException {@code report-unknown}
     */
    byte[] picture(UUID picture) {
        return store.picture(picture).orElseThrow(PictureReports::unknown);
    }

    /**
     * An administrator has decided: picture and reports are deleted.
     *
     * @return the classroom that it was in
     * @throws RequestException {@code report-unknown}
     */
    UUID settle(UUID picture) {
        return store.remove(picture).orElseThrow(PictureReports::unknown);
    }

    /** How it stands with a classroom now. */
    Undecided undecided(UUID classroom) {
        return new Undecided(
                works.mark(classroom), store.count(classroom) + presets.countIn(classroom), store.hidden(classroom));
    }

    private static RequestException unknown() {
        return new RequestException(ApiError.REPORT_UNKNOWN, "There is no such picture among those reported.");
    }
}
