package org.speakdraw.app.settings;

/** How {@code human} mode mixes the edge of the person. */
public enum MatteLight {
    /** As light adds up in the world. */
    LINEAR,
    /** As the values of the picture file. */
    GAMMA
}
