package org.speakdraw.inference.imaging;

/** Of a picture. */
public enum Corner {
    TOP_LEFT,
    TOP_RIGHT,
    BOTTOM_LEFT,
    BOTTOM_RIGHT;

    boolean isLeft() {
        return this == TOP_LEFT || this == BOTTOM_LEFT;
    }

    boolean isTop() {
        return this == TOP_LEFT || this == TOP_RIGHT;
    }
}
