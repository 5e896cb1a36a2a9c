package org.speakdraw.inference.matting;

import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.UnitRange;
import org.speakdraw.inference.imaging.BoxFilter;
import org.speakdraw.inference.imaging.FrameStretcher;
import org.speakdraw.inference.imaging.Matte;

/**
 * Exponential smoothing over time whose rate rises with the motion, as in the 1 euro filter (G. Casiez, N. Roussel, D.
 * Vogel, CHI 2012): where nothing moves, noise is averaged away; where something moves, the matte follows at once and
 * does not lag. Motion is read from the picture and not from the matte, because a shimmering edge changes the matte as
 * much as a moving hand does. Used by one thread.
 */
final class MatteSmoother {

    /** The longer side at which motion is looked for: small enough to be cheap and to average the noise. */
    private static final int MOTION_SIDE = 128;

    /** Cells around a point whose change counts as its motion: averages the noise, and lets an edge arrive. */
    private static final int WINDOW = 2;

    private final RefinementParameters parameters;
    private float @Nullable [] brightness;
    private @Nullable Matte smoothed;

    MatteSmoother(RefinementParameters parameters) {
        this.parameters = parameters;
    }

    /** Frames and mattes keep their sizes until {@link #reset}. */
    Matte smooth(Matte matte, Frame frame) {
        double scale = Math.min(1, (double) MOTION_SIDE / Math.max(frame.width(), frame.height()));
        int width = (int) Math.max(1, Math.round(frame.width() * scale));
        int height = (int) Math.max(1, Math.round(frame.height() * scale));
        float[] lastBrightness = brightness;
        float[] newBrightness = brightness(FrameStretcher.stretch(frame, width, height));
        Matte last = smoothed;
        brightness = newBrightness;
        smoothed = lastBrightness == null || last == null
                ? matte
                : follow(last, matte, rates(lastBrightness, newBrightness, width, height), width, height);
        return smoothed;
    }

    /** The next frame counts as the first. */
    void reset() {
        brightness = null;
        smoothed = null;
    }

    /** Share of the new matte, for every cell of the small picture. */
    private float[] rates(float[] lastBrightness, float[] newBrightness, int width, int height) {
        float[] change = new float[newBrightness.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = Math.abs(newBrightness[i] - lastBrightness[i]);
        }
        float[] rates = BoxFilter.mean(change, width, height, WINDOW);
        for (int i = 0; i < rates.length; i++) {
            float moved = UnitRange.clamp(rates[i] - parameters.noise()) * parameters.motionGain();
            rates[i] = UnitRange.clamp(parameters.restRate() + moved);
        }
        return rates;
    }

    private static Matte follow(Matte last, Matte next, float[] rates, int width, int height) {
        float[] values = new float[next.alpha().length];
        int[] cells = new int[next.width()];
        for (int x = 0; x < cells.length; x++) {
            cells[x] = x * width / next.width();
        }
        for (int y = 0, i = 0; y < next.height(); y++) {
            int row = y * height / next.height() * width;
            for (int x = 0; x < cells.length; x++, i++) {
                float before = last.alpha()[i];
                values[i] = before + rates[row + cells[x]] * (next.alpha()[i] - before);
            }
        }
        return new Matte(next.width(), next.height(), values);
    }

    /** Rec. 601, 0..1. */
    private static float[] brightness(Frame frame) {
        byte[] rgb = frame.rgb();
        float[] brightness = new float[rgb.length / 3];
        for (int i = 0, at = 0; i < brightness.length; i++, at += 3) {
            int sum = 77 * (rgb[at] & 0xFF) + 150 * (rgb[at + 1] & 0xFF) + 29 * (rgb[at + 2] & 0xFF);
            brightness[i] = sum * (1 / (256f * 255f));
        }
        return brightness;
    }
}
