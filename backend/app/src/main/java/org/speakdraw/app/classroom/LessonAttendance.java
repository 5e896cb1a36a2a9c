package org.speakdraw.app.classroom;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Since when a lesson has been without any page, or without a teacher's. Times are of {@link System#nanoTime}. Guarded
 * by the room.
 */
final class LessonAttendance {

    private final RoomPages pages;
    /** When the teacher's last page left; empty while there is one. */
    private OptionalLong teacherLeft;

    /** When the last page left, or when the lesson began. */
    private long attended;

    private boolean entered;

    LessonAttendance(RoomPages pages, long beginning) {
        this.pages = pages;
        this.teacherLeft = OptionalLong.of(beginning);
        this.attended = beginning;
    }

    /** A page has come in. */
    void entered(RoomRole role) {
        entered = true;
        if (role == RoomRole.TEACHER) {
            teacherLeft = OptionalLong.empty();
        }
    }

    /** A page has left. */
    void left(RoomRole role, long now) {
        attended = now;
        if (role == RoomRole.TEACHER && !pages.has(RoomRole.TEACHER)) {
            teacherLeft = OptionalLong.of(now);
        }
    }

    /** Whether any page has ever come in. */
    boolean everEntered() {
        return entered;
    }

    /** For how long no page has been there; nothing while there is one. */
    Duration withoutPages(long now) {
        return pages.isEmpty() ? Duration.ofNanos(now - attended) : Duration.ZERO;
    }

    /** Whether no teacher's page has been there for so long. */
    boolean withoutTeacher(Duration time, long now) {
        return teacherLeft.isPresent() && now - teacherLeft.getAsLong() >= time.toNanos();
    }
}
