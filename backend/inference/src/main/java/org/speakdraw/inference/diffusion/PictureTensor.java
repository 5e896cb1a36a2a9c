package org.speakdraw.inference.diffusion;

import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.UnitRange;

/**
 * A picture as the VAE sees it: planes red, green, blue [3, height, width], -1..1. Immutable by agreement: the planes
 * are shared, not copied, until it is {@linkplain #recycle recycled}.
 */
public final class PictureTensor {

    /** Side of a block in pixels. */
    private static final int BLOCK = 4;

    private static final float[] GONE = {};

    /** 0x1p23f as bits: what is added to it stands in the lowest bits then. */
    private static final int INTEGER_BITS = Float.floatToRawIntBits(0x1p23f);

    private final int width;
    private final int height;
    private final @Nullable PicturePool pool;
    private float[] planes;
    private float @Nullable [] blockMeans;

    /** Takes {@code planes}, [3, height, width], over from the caller. */
    PictureTensor(int width, int height, float[] planes) {
        this(width, height, planes, null);
    }

    /** Takes {@code planes}, which came from {@code pool}, over from the caller. */
    PictureTensor(int width, int height, float[] planes, @Nullable PicturePool pool) {
        if (planes.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "a picture of " + width + " x " + height + " cannot have " + planes.length + " values");
        }
        this.width = width;
        this.height = height;
        this.planes = planes;
        this.pool = pool;
    }

    /** Maps 0..255 to -1..1, always: a bright frame is not normalised a second time. */
    public static PictureTensor of(Frame frame) {
        return of(frame, new float[3 * frame.width() * frame.height()], null);
    }

    /** The same in memory of {@code pool}. */
    public static PictureTensor of(Frame frame, PicturePool pool) {
        return of(frame, pool.take(3 * frame.width() * frame.height()), pool);
    }

    private static PictureTensor of(Frame frame, float[] planes, @Nullable PicturePool pool) {
        byte[] rgb = frame.rgb();
        int area = frame.width() * frame.height();
        for (int i = 0, at = 0; i < area; i++, at += 3) {
            planes[i] = normalised(rgb[at]);
            planes[area + i] = normalised(rgb[at + 1]);
            planes[2 * area + i] = normalised(rgb[at + 2]);
        }
        return new PictureTensor(frame.width(), frame.height(), planes, pool);
    }

    /** Maps -1..1 to 0..255, clamps, and rounds half to even, as the field's Python tools do. */
    public Frame toFrame() {
        int area = width * height;
        byte[] rgb = new byte[3 * area];
        for (int i = 0, at = 0; i < area; i++, at += 3) {
            rgb[at] = quantised(planes[i]);
            rgb[at + 1] = quantised(planes[area + i]);
            rgb[at + 2] = quantised(planes[2 * area + i]);
        }
        return new Frame(width, height, rgb);
    }

    /** Pixels. */
    public int width() {
        return width;
    }

    /** Pixels. */
    public int height() {
        return height;
    }

    /** The values themselves, [3, height, width]; for reading only. */
    public float[] planes() {
        return planes;
    }

    /** Blocks along a side of {@code pixels}; the last one may be smaller. */
    static int blocks(int pixels) {
        return (pixels + BLOCK - 1) / BLOCK;
    }

    /**
     * Means of blocks of 4 x 4 pixels, [3, rows, columns], for reading only. Remembered: whoever prepares pictures
     * beside the engine asks for them there, so that the engine finds them ready.
     */
    public float[] blockMeans() {
        float[] known = blockMeans;
        if (known == null) {
            known = meansOfBlocks();
            blockMeans = known;
        }
        return known;
    }

    private float[] meansOfBlocks() {
        int columns = blocks(width);
        int rows = blocks(height);
        float[] means = new float[3 * rows * columns];
        for (int row = 0; row < 3 * height; row++) {
            int base = (row / height * rows + row % height / BLOCK) * columns;
            for (int x = 0, at = row * width; x < width; x++, at++) {
                means[base + x / BLOCK] += planes[at];
            }
        }
        for (int i = 0; i < means.length; i++) {
            int across = Math.min(BLOCK, width - i % columns * BLOCK);
            int down = Math.min(BLOCK, height - i / columns % rows * BLOCK);
            means[i] /= across * down;
        }
        return means;
    }

    /**
     * Gives the memory back; nobody may look at the picture afterwards. Its last user's, once; a picture that is never
     * recycled goes the way of all garbage.
     */
    public void recycle() {
        float[] given = planes;
        planes = GONE;
        if (pool != null && given != GONE) {
            pool.give(given);
        }
    }

    private static float normalised(byte value) {
        return UnitRange.of(value) * 2f - 1f;
    }

    private static byte quantised(float value) {
        // Adding 2^23 leaves no fraction bits, so the hardware rounds half to even; several times faster than rint.
        int level = Float.floatToRawIntBits((value / 2f + 0.5f) * 255f + 0x1p23f) - INTEGER_BITS;
        // Other bits than the lowest eight are left where it is out of range, or not a number, which is black.
        return (byte) ((level & ~0xFF) == 0 ? level : value > 0 ? 255 : 0);
    }
}
