package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.UUID;

/**
 * Somebody who is not in the classroom, but whom its teacher can let in.
 *
 * @param id   participant
 * @param name as they want to be called, or were
 */
record Guest(UUID id, String name, Standing standing) {

    /** Why they are not in it. */
    enum Standing {
        WAITING,
        OUT;

        /** The name on the wire and in the database. */
        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
