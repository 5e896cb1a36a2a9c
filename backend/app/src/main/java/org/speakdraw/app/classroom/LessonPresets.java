package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.prompt.PresetSelection;

/** The presets that lessons are narrowed to, for the gallery. Thread-safe. */
@Singleton
public class LessonPresets implements PresetSelection {

    private final LiveClassrooms lessons;

    @Inject
    public LessonPresets(LiveClassrooms lessons) {
        this.lessons = lessons;
    }

    @Override
    public Optional<List<UUID>> offeredIn(UUID classroom) {
        return lessons.find(classroom).flatMap(LiveClassroom::presets);
    }
}
