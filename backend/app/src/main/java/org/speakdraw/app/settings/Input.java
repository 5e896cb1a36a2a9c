package org.speakdraw.app.settings;

/** What a picture is painted from. */
public enum Input {
    /** The client's frames. */
    FRAMES,
    /** Nothing but the words: from pure noise. */
    NONE
}
