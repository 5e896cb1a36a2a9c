package org.speakdraw.inference.imaging;

import java.util.Optional;
import org.speakdraw.inference.Frame;

/**
 * Puts a repainted person back into the original frame: {@code matte * repainted + (1 - matte) * original}, at the
 * original's resolution. Where the matte is 0 the result is the original byte for byte, where it is 1 the repainted
 * picture. Immutable, thread-safe; one serves all sessions.
 */
public final class Compositor {

    /** Weights are fixed-point numbers: 16-bit light times such a weight fits an int. */
    private static final int WEIGHT_BITS = 12;

    private static final int FULL = 1 << WEIGHT_BITS;
    private static final int HALF = FULL / 2;

    private final SrgbTables tables = new SrgbTables();
    private final EdgeColours edges = new EdgeColours(FULL);

    /**
     * Pictures of the same view at any size; the result has the original's.
     *
     * @param original   as the camera gave it
     * @param repainted  what the model made of it; bars from {@link Fit#LETTERBOX} are cut off again. A stream of
     *     another aspect that crops shows less than the camera: then the original is {@link #visiblePart} of the
     *     frame
     * @param matte      of the person
     * @param foreground the person's own colours, where the matting network gives them: edges are then mixed with what
     *     is kept alone, so that no fringe of what is repainted stays in them
     */
    public record Layers(Frame original, Frame repainted, Matte matte, Optional<Frame> foreground) {}

    /** Builds the tables (1 ms). */
    public Compositor() {}

    /** Returns the original itself where nothing of it is repainted. */
    public Frame composite(Layers layers, CompositeOptions options) {
        Frame original = layers.original();
        int width = original.width();
        int height = original.height();
        float[] alpha = MatteShaper.shape(layers.matte(), width, height, options);
        int[] weights = new int[alpha.length];
        boolean repaints = false;
        for (int i = 0; i < alpha.length; i++) {
            int weight = Math.max(0, Math.min(FULL, (int) (alpha[i] * FULL + 0.5f)));
            weights[i] = options.invert() ? FULL - weight : weight;
            repaints |= weights[i] > 0;
        }
        if (!repaints) {
            return original;
        }
        byte[] repainted =
                FrameFitter.fit(layers.repainted(), width, height, Fit.CROP).rgb();
        byte[] kept = layers.foreground().isPresent()
                ? withoutFringe(layers, layers.foreground().get(), weights, options.invert())
                : original.rgb();
        return new Frame(width, height, mix(kept, repainted, weights, options.linearLight()));
    }

    /** The original, free at the mixed edges of what is repainted: of the person, or, inverted, of the background. */
    private byte[] withoutFringe(Layers layers, Frame foreground, int[] weights, boolean invert) {
        Frame original = layers.original();
        int width = original.width();
        int height = original.height();
        byte[] colours = FrameStretcher.stretch(foreground, width, height).rgb();
        float[] alpha = MatteShaper.shape(layers.matte(), width, height, CompositeOptions.usual());
        return invert
                ? edges.person(original.rgb(), colours, alpha, weights)
                : edges.background(original.rgb(), colours, alpha, weights);
    }

    /**
     * The largest centred part of the frame that has the aspect of a stream of {@code width} x {@code height}, in the
     * frame's own pixels: what {@link Fit#CROP} shows of it.
     */
    public static Frame visiblePart(Frame frame, int width, int height) {
        double scale = Math.min((double) frame.width() / width, (double) frame.height() / height);
        int visibleWidth = Math.max(1, Math.min(frame.width(), (int) Math.round(width * scale)));
        int visibleHeight = Math.max(1, Math.min(frame.height(), (int) Math.round(height * scale)));
        return FrameFitter.fit(frame, visibleWidth, visibleHeight, Fit.CROP);
    }

    private byte[] mix(byte[] kept, byte[] repainted, int[] weights, boolean linearLight) {
        byte[] mixed = kept.clone();
        for (int i = 0, at = 0; i < weights.length; i++, at += 3) {
            int weight = weights[i];
            if (weight == FULL) {
                mixed[at] = repainted[at];
                mixed[at + 1] = repainted[at + 1];
                mixed[at + 2] = repainted[at + 2];
            } else if (weight > 0 && linearLight) {
                mixed[at] = inLinearLight(kept[at], repainted[at], weight);
                mixed[at + 1] = inLinearLight(kept[at + 1], repainted[at + 1], weight);
                mixed[at + 2] = inLinearLight(kept[at + 2], repainted[at + 2], weight);
            } else if (weight > 0) {
                mixed[at] = asItIs(kept[at], repainted[at], weight);
                mixed[at + 1] = asItIs(kept[at + 1], repainted[at + 1], weight);
                mixed[at + 2] = asItIs(kept[at + 2], repainted[at + 2], weight);
            }
        }
        return mixed;
    }

    private byte inLinearLight(byte kept, byte repainted, int weight) {
        int back = tables.linear(kept & 0xFF);
        int front = tables.linear(repainted & 0xFF);
        return tables.srgb((front * weight + back * (FULL - weight) + HALF) >>> WEIGHT_BITS);
    }

    private static byte asItIs(byte kept, byte repainted, int weight) {
        int front = repainted & 0xFF;
        int back = kept & 0xFF;
        return (byte) ((front * weight + back * (FULL - weight) + HALF) >>> WEIGHT_BITS);
    }
}
