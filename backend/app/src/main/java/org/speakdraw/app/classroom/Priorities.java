package org.speakdraw.app.classroom;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Who gets more of the engine than the others for a while. Guarded by the room. */
final class Priorities {

    private final Map<UUID, Instant> until = new HashMap<>();

    /** Begins or ends it; a student who is favoured anew is so from now on. */
    void put(UUID student, Duration time, Instant now) {
        if (time.isZero()) {
            until.remove(student);
        } else {
            until.put(student, now.plus(time));
        }
    }

    /** Who has it now. */
    Set<UUID> at(Instant now) {
        until.values().removeIf(end -> !now.isBefore(end));
        return Set.copyOf(until.keySet());
    }

    /** Seconds that are left of it, rounded up; empty without any. */
    OptionalLong left(UUID student, Instant now) {
        Instant end = until.get(student);
        return end == null || !now.isBefore(end)
                ? OptionalLong.empty()
                : OptionalLong.of(Duration.between(now, end).plusMillis(999).toSeconds());
    }
}
