package org.speakdraw.app.safety;

import java.util.Locale;

/** Where a filter works. */
public enum SafetyScope {
    /** Nowhere. */
    OFF,
    /** For whoever is in a classroom. */
    CLASSROOM,
    /** For everybody on this server. */
    ALL;

    /** Whether it works for somebody. */
    public boolean covers(boolean inClass) {
        return this == ALL || (this == CLASSROOM && inClass);
    }

    /** @throws IllegalArgumentException naming {@code property} when there is none of this name */
    static SafetyScope of(String property, String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + " is " + name + "; it is off, classroom or all", e);
        }
    }
}
