package org.speakdraw.inference.imaging;

/** How a picture of another aspect is brought into a size. */
public enum Fit {
    /** Fills the size; what is left over on both sides of the longer direction is cut off. */
    CROP,
    /** Shows the whole picture, centred between black bars. */
    LETTERBOX
}
