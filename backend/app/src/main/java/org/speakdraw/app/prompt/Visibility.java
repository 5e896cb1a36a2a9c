package org.speakdraw.app.prompt;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who sees a preset besides its owner. */
public enum Visibility {
    MINE,
    CLASSROOM,
    EVERYONE;

    /** The name on the wire and in the database. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of this name */
    static Visibility of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
