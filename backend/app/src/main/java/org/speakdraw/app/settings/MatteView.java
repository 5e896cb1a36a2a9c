package org.speakdraw.app.settings;

/** What {@code human} mode shows. */
public enum MatteView {
    /** The picture. */
    OFF,
    /** The matte itself: white is repainted. */
    MATTE,
    /** The frame, tinted where it stays as it is. */
    OVERLAY
}
