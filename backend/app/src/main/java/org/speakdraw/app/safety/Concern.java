package org.speakdraw.app.safety;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a filter found with somebody lately. */
public enum Concern {
    /** The picture is covered. */
    PICTURE,
    /** A prompt was refused. */
    WORDS;

    /** As it is on the wire. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
