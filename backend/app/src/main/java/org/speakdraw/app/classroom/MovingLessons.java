package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.UUID;
import org.speakdraw.app.cluster.ResidentClasses;

/** Lessons that go from one server to another, as the cluster wants it, or go on after a restart. Thread-safe. */
@Singleton
public class MovingLessons implements ResidentClasses {

    private static final System.Logger LOG = System.getLogger(MovingLessons.class.getName());

    private final LiveClassrooms lessons;
    private final LessonKeeping keeping;

    @Inject
    public MovingLessons(LiveClassrooms lessons, LessonKeeping keeping) {
        this.lessons = lessons;
        this.keeping = keeping;
    }

    @Override
    public Collection<UUID> classes() {
        return lessons.ids();
    }

    @Override
    public void keepClasses() {
        lessons.each(keeping::keep);
    }

    /** Where it goes on it does as it stands now, unless somebody is there already. */
    @Override
    public void releaseClass(UUID classroom) {
        lessons.find(classroom).ifPresent(room -> {
            try {
                keeping.keep(room);
            } catch (RuntimeException e) {
                // It goes on as it stood a moment ago.
                LOG.log(System.Logger.Level.WARNING, "A lesson could not be kept: {0}", e.getMessage());
            }
            lessons.end(room, RoomClosing.MOVED);
        });
    }
}
