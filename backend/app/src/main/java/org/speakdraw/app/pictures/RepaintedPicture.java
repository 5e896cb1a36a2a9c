package org.speakdraw.app.pictures;

import java.util.Optional;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.CompositeOptions;
import org.speakdraw.inference.imaging.Compositor;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.FrameStretcher;
import org.speakdraw.inference.imaging.Matte;

/**
 * A decoded picture that is repainted.
 *
 * @param colours of the picture
 * @param mask    white where it is repainted, black where it is kept; empty: everywhere
 * @param feather over how many pixels the edge between fades
 */
record RepaintedPicture(Frame colours, Optional<Frame> mask, int feather) {

    private static final Compositor COMPOSITOR = new Compositor();

    /** In another size: all of it, perhaps in another shape, or what its shape leaves of it. */
    Frame fitted(boolean stretch, int width, int height) {
        return fitted(colours, stretch, width, height);
    }

    private static Frame fitted(Frame frame, boolean stretch, int width, int height) {
        return stretch ? FrameStretcher.stretch(frame, width, height) : FrameFitter.fit(frame, width, height, Fit.CROP);
    }

    /**
     * Puts back what is to be kept.
     *
     * @param painted in the size of the result
     * @param stretch as the picture was fitted
     */
    Frame keep(Frame painted, boolean stretch) {
        int width = painted.width();
        int height = painted.height();
        return mask.map(where -> COMPOSITOR.composite(
                        new Compositor.Layers(
                                fitted(stretch, width, height),
                                painted,
                                matte(fitted(where, stretch, width, height)),
                                Optional.empty()),
                        new CompositeOptions(true, feather, 0, false)))
                .orElse(painted);
    }

    /** The brightness of a picture. */
    private static Matte matte(Frame mask) {
        float[] alpha = new float[mask.width() * mask.height()];
        byte[] rgb = mask.rgb();
        for (int i = 0; i < alpha.length; i++) {
            int sum = (rgb[3 * i] & 0xFF) + (rgb[3 * i + 1] & 0xFF) + (rgb[3 * i + 2] & 0xFF);
            alpha[i] = sum / 765f;
        }
        return new Matte(mask.width(), mask.height(), alpha);
    }
}
