package org.speakdraw.app.settings;

import java.util.Locale;

/** What a picture is painted from. */
public enum Input {
    /** The client's frames. */
    FRAMES,
    /** Nothing but the words: from pure noise. */
    NONE;

    /** The name on the wire. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
