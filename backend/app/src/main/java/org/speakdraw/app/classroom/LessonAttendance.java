package org.speakdraw.app.classroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Since when a lesson has been without any page, or without a teacher's. Guarded by the room. */
final class LessonAttendance {

    private final RoomPages pages;
    /** When the teacher's last page left; empty while there is one. */
    private Optional<Instant> teacherLeft;

    private Instant attended;
    private boolean entered;

    LessonAttendance(RoomPages pages, Instant beginning) {
        this.pages = pages;
        this.teacherLeft = Optional.of(beginning);
        this.attended = beginning;
    }

    /** A page has come in. */
    void entered(RoomRole role) {
        entered = true;
        if (role == RoomRole.TEACHER) {
            teacherLeft = Optional.empty();
        }
    }

    /** A page has left. */
    void left(RoomRole role, Instant now) {
        attended = now;
        if (role == RoomRole.TEACHER && !pages.has(RoomRole.TEACHER)) {
            teacherLeft = Optional.of(now);
        }
    }

    /** Whether any page has ever come in. */
    boolean everEntered() {
        return entered;
    }

    /** When the last page left, or when the lesson began. */
    Instant attended() {
        return attended;
    }

    /** Whether no page has been there for so long. */
    boolean withoutPages(Duration time, Instant now) {
        return pages.isEmpty() && !now.isBefore(attended.plus(time));
    }

    /** Whether no teacher's page has been there for so long. */
    boolean withoutTeacher(Duration time, Instant now) {
        return teacherLeft.filter(left -> !now.isBefore(left.plus(time))).isPresent();
    }
}
