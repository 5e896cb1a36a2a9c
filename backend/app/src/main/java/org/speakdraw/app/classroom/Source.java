package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a page has its pictures from. All but the last send frames: to the server one is like another, and the page alone
 * keeps them apart.
 */
enum Source {
    DRAWING,
    CAMERA,
    MEDIA,
    SCREEN,
    TEXT;

    /** The name on the wire. */
    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
