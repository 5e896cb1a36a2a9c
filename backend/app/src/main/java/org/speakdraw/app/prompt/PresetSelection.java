package org.speakdraw.app.prompt;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which presets a class may use at the moment. Must not wait; thread-safe. */
@FunctionalInterface
public interface PresetSelection {

    /** Everybody sees everything. */
    PresetSelection EVERYTHING = classroom -> Optional.empty();

    /** The presets that students of the classroom are offered; empty for all. */
    Optional<List<UUID>> offeredIn(UUID classroom);
}
