package org.speakdraw.inference.matting;

import org.speakdraw.inference.Frame;

/** Frames as matting networks see them: red, green, blue, 0..1, without mean and deviation. */
final class UnitColours {

    private UnitColours() {}

    /** Planes [3, H, W]. */
    static float[] planes(Frame frame) {
        byte[] rgb = frame.rgb();
        int area = frame.width() * frame.height();
        float[] planes = new float[3 * area];
        for (int i = 0, at = 0; i < area; i++, at += 3) {
            planes[i] = (rgb[at] & 0xFF) / 255f;
            planes[area + i] = (rgb[at + 1] & 0xFF) / 255f;
            planes[2 * area + i] = (rgb[at + 2] & 0xFF) / 255f;
        }
        return planes;
    }

    /** Interleaved [H, W, 3]. */
    static float[] interleaved(Frame frame) {
        byte[] rgb = frame.rgb();
        float[] values = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            values[i] = (rgb[i] & 0xFF) / 255f;
        }
        return values;
    }

    /** Planes [3, H, W] back to 8 bits; clamped and rounded, not-a-number is black. */
    static Frame toFrame(int width, int height, float[] planes) {
        int area = width * height;
        byte[] rgb = new byte[3 * area];
        for (int i = 0, at = 0; i < area; i++, at += 3) {
            rgb[at] = quantised(planes[i]);
            rgb[at + 1] = quantised(planes[area + i]);
            rgb[at + 2] = quantised(planes[2 * area + i]);
        }
        return new Frame(width, height, rgb);
    }

    private static byte quantised(float value) {
        return (byte) (int) (Math.max(0f, Math.min(1f, value)) * 255f + 0.5f);
    }
}
