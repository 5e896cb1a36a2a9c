package org.speakdraw.inference.diffusion;

import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;

/**
 * A frame on its way into the stream, of the size that is painted. Its colours count as -1..1 wherever they are reckoned
 * with, always: a bright frame is not normalised a second time. Immutable.
 */
public final class InputPicture {

    /** Side of a block in pixels. */
    private static final int BLOCK = 4;

    private final Frame frame;
    private volatile float @Nullable [] blockMeans;
    private volatile @Nullable Hint hint;

    /** What a control is shown of the picture, and what has made it. */
    private record Hint(HintSource source, Frame frame) {}

    /** Shares the frame's bytes. */
    public InputPicture(Frame frame) {
        this.frame = frame;
    }

    /** The frame itself. */
    public Frame frame() {
        return frame;
    }

    /** Pixels. */
    public int width() {
        return frame.width();
    }

    /** Pixels. */
    public int height() {
        return frame.height();
    }

    /** Blocks along a side of {@code pixels}; the last one may be smaller. */
    static int blocks(int pixels) {
        return (pixels + BLOCK - 1) / BLOCK;
    }

    /**
     * Means of blocks of 4 x 4 pixels, [3, rows, columns], -1..1, for reading only. Remembered: whoever prepares
     * pictures beside the engine asks for them there, so that the engine finds them ready.
     */
    public float[] blockMeans() {
        float[] known = blockMeans;
        if (known == null) {
            known = meansOfBlocks();
            blockMeans = known;
        }
        return known;
    }

    /** What a control is shown. Remembered: it is made once a picture, and every step is shown it. */
    Frame hint(HintSource source) {
        Hint known = hint;
        if (known == null || known.source() != source) {
            known = new Hint(source, source.of(frame));
            hint = known;
        }
        return known.frame();
    }

    private float[] meansOfBlocks() {
        byte[] rgb = frame.rgb();
        int columns = blocks(width());
        int rows = blocks(height());
        int area = rows * columns;
        int[] sums = new int[3 * area];
        for (int y = 0, at = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++, at += 3) {
                int block = y / BLOCK * columns + x / BLOCK;
                sums[block] += rgb[at] & 0xFF;
                sums[area + block] += rgb[at + 1] & 0xFF;
                sums[2 * area + block] += rgb[at + 2] & 0xFF;
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            int across = Math.min(BLOCK, width() - i % columns * BLOCK);
            int down = Math.min(BLOCK, height() - i / columns % rows * BLOCK);
            means[i] = sums[i] / (127.5f * across * down) - 1;
        }
        return means;
    }
}
