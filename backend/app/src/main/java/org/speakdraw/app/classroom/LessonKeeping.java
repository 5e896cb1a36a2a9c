package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Keeps how lessons stand, in the order in which they change: nothing older is written after something newer, nor after
 * they are over. Every method throws {@code database-unavailable} while the database is away. Thread-safe.
 */
@Singleton
public class LessonKeeping {

    private final LessonStore store;

    @Inject
    public LessonKeeping(LessonStore store) {
        this.store = store;
    }

    /** How the classroom's lesson stands, which goes on here from now on. */
    KeptLesson open(UUID classroom) {
        return store.open(classroom);
    }

    /** Writes how it stands now, unless that is known. */
    synchronized void keep(LiveClassroom lesson) {
        lesson.unkept().ifPresent(now -> {
            store.keep(lesson.id(), now);
            lesson.kept(now);
        });
    }

    /** It is over, for everybody. */
    synchronized void forget(LiveClassroom lesson) {
        store.forget(lesson.id());
    }
}
