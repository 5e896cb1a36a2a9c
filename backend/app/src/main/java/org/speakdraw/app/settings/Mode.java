package org.speakdraw.app.settings;

/** What of a frame is repainted. */
public enum Mode {
    /** The whole frame. */
    FULL,
    /** The person only; the background stays as the camera saw it. */
    HUMAN;

    /** The name on the wire. */
    public String id() {
        return Parameters.MODE.idOf(this);
    }
}
