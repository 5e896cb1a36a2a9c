package org.speakdraw.inference.matting;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.UnitRange;

/** Frames as matting networks see them: red, green, blue, 0..1, without mean and deviation. */
final class UnitColours {

    private UnitColours() {}

    /** Planes [3, H, W]. */
    static float[] planes(Frame frame) {
        byte[] rgb = frame.rgb();
        int area = frame.width() * frame.height();
        float[] planes = new float[3 * area];
        for (int i = 0, at = 0; i < area; i++, at += 3) {
            planes[i] = UnitRange.of(rgb[at]);
            planes[area + i] = UnitRange.of(rgb[at + 1]);
            planes[2 * area + i] = UnitRange.of(rgb[at + 2]);
        }
        return planes;
    }

    /** Interleaved [H, W, 3]. */
    static float[] interleaved(Frame frame) {
        byte[] rgb = frame.rgb();
        float[] values = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            values[i] = UnitRange.of(rgb[i]);
        }
        return values;
    }

    /** Planes [3, H, W] back to 8 bits; clamped and rounded, not-a-number is black. */
    static Frame toFrame(int width, int height, float[] planes) {
        int area = width * height;
        byte[] rgb = new byte[3 * area];
        for (int i = 0, at = 0; i < area; i++, at += 3) {
            rgb[at] = UnitRange.toByte(planes[i]);
            rgb[at + 1] = UnitRange.toByte(planes[area + i]);
            rgb[at + 2] = UnitRange.toByte(planes[2 * area + i]);
        }
        return new Frame(width, height, rgb);
    }
}
