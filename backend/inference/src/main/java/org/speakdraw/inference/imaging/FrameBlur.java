package org.speakdraw.inference.imaging;

import org.speakdraw.inference.Frame;

/** Leaves of a picture nothing but where it is light and dark. Thread-safe. */
public final class FrameBlur {

    /** Pixels of the picture's shorter side that are left of it. */
    private static final int LEFT = 6;

    private FrameBlur() {}

    /** A picture of the same size in which nothing can be made out any more. */
    public static Frame of(Frame frame) {
        double scale = (double) LEFT / Math.min(frame.width(), frame.height());
        int width = Math.max(1, (int) Math.round(frame.width() * Math.min(1, scale)));
        int height = Math.max(1, (int) Math.round(frame.height() * Math.min(1, scale)));
        return FrameStretcher.stretch(FrameStretcher.stretch(frame, width, height), frame.width(), frame.height());
    }
}
