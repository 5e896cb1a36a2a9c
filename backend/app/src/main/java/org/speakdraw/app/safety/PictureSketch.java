package org.speakdraw.app.safety;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.FrameStretcher;

/** A picture in 32 x 32 pixels: enough to tell whether another one shows something else. */
record PictureSketch(byte[] rgb) {

    private static final int SIDE = 32;
    /** Levels that are more than a camera's noise. */
    private static final int VISIBLE = 10;
    /** Of all values; fewer are a cursor or the end of a stroke. */
    private static final double FEW = 0.02;

    static PictureSketch of(Frame frame) {
        return new PictureSketch(FrameStretcher.stretch(frame, SIDE, SIDE).rgb());
    }

    boolean differsFrom(PictureSketch other) {
        int changed = 0;
        for (int i = 0; i < rgb.length; i++) {
            if (Math.abs((rgb[i] & 0xFF) - (other.rgb[i] & 0xFF)) > VISIBLE) {
                changed++;
            }
        }
        return changed > FEW * rgb.length;
    }

    @Override
    public String toString() {
        return "PictureSketch";
    }
}
