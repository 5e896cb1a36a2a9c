package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What somebody is in the room. */
enum RoomRole {
    TEACHER,
    STUDENT,
    /** A screen that came by the shared address: it only looks. */
    PROJECTOR;

    /** The name on the wire. */
    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
