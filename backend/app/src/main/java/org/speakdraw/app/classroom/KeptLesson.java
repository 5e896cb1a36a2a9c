package org.speakdraw.app.classroom;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What of a lesson outlasts the server that it is on: what was put up and not taken down. Hands, and what a student could take
 * back, do not.
 *
 * @param blackedOut students whose picture was taken away
 * @param spotlit    the student whose picture everybody is shown
 */
record KeptLesson(Lesson lesson, LessonLocks locks, Set<UUID> blackedOut, Optional<UUID> spotlit) {

    /** How every lesson begins. */
    static final KeptLesson BEGINNING = new KeptLesson(Lesson.BEGINNING, LessonLocks.NONE, Set.of(), Optional.empty());

    KeptLesson {
        blackedOut = Set.copyOf(blackedOut);
    }
}
