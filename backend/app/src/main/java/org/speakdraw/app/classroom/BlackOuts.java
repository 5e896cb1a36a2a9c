package org.speakdraw.app.classroom;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Whose picture was taken away, also of those who have left: coming back gives no picture back. Guarded by the room. */
final class BlackOuts {

    private final Set<UUID> dark = new HashSet<>();

    boolean has(UUID student) {
        return dark.contains(student);
    }

    /** Takes a student's picture away, or gives it back. */
    void put(UUID student, boolean on) {
        if (on) {
            dark.add(student);
        } else {
            dark.remove(student);
        }
    }

    /** Whose it was. */
    Set<UUID> all() {
        return Set.copyOf(dark);
    }

    /** Gives everybody's picture back; whose it was. */
    Set<UUID> endAll() {
        Set<UUID> all = all();
        dark.clear();
        return all;
    }
}
