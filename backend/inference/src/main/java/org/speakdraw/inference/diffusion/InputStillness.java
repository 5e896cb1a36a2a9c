package org.speakdraw.inference.diffusion;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.UnitRange;

/**
 * Where a session's input stands still, and the mean of the input that this is judged by: the same exponential mean
 * that its output becomes, so that a slow movement, of which a single frame hardly shows anything, adds up until it
 * is seen. Sensor noise is not movement: it mostly vanishes in the means of blocks. Immutable.
 */
final class InputStillness {

    /** Differences of block means in -1..1: up to the first all is noise, from the second all is movement. */
    private static final float NOISE = 0.05f;

    private static final float MOVEMENT = 0.14f;

    private final int columns;
    private final int rows;
    /** Block means [3, rows, columns]; null: there was no picture. */
    private final float @Nullable [] mean;
    /** One value a latent cell, 0 (changed) to 1 (still). */
    private final float[] cells;

    private InputStillness(int columns, int rows, float @Nullable [] mean, float[] cells) {
        this.columns = columns;
        this.rows = rows;
        this.mean = mean;
        this.cells = cells;
    }

    /**
     * The next frame's.
     *
     * @param before    null: this is the first frame
     * @param picture   null: painted from noise, which has no movement
     * @param smoothing 0..1, weight of the past where all is still
     */
    static InputStillness next(
            @Nullable InputStillness before, @Nullable InputPicture picture, LatentShape shape, float smoothing) {
        float[] cells = new float[shape.width() * shape.height()];
        if (picture == null) {
            Arrays.fill(cells, 1);
            return new InputStillness(0, 0, null, cells);
        }
        float[] blocks = picture.blockMeans();
        int columns = InputPicture.blocks(picture.width());
        int rows = InputPicture.blocks(picture.height());
        if (before == null || before.mean == null || before.columns != columns || before.rows != rows) {
            return new InputStillness(columns, rows, blocks, cells);
        }
        float[] still = blockStillness(before.mean, blocks);
        float[] mean = new float[blocks.length];
        for (int i = 0; i < mean.length; i++) {
            float keep = smoothing * still[i % still.length];
            mean[i] = blocks[i] + keep * (before.mean[i] - blocks[i]);
        }
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                cells[y * shape.width() + x] = least(
                        still,
                        columns,
                        // One cell more on every side: the networks look at the neighbours.
                        (x - 1) * columns / shape.width(),
                        (x + 2) * columns / shape.width(),
                        (y - 1) * rows / shape.height(),
                        (y + 2) * rows / shape.height());
            }
        }
        return new InputStillness(columns, rows, mean, cells);
    }

    /** One value a latent cell, row by row: 0 where the input changed, 1 where it stands still. */
    float[] cells() {
        return cells;
    }

    /** By the colour channel that differs most. */
    private static float[] blockStillness(float[] mean, float[] blocks) {
        int area = blocks.length / 3;
        float[] still = new float[area];
        for (int i = 0; i < area; i++) {
            float difference = Math.max(
                    Math.abs(blocks[i] - mean[i]),
                    Math.max(
                            Math.abs(blocks[area + i] - mean[area + i]),
                            Math.abs(blocks[2 * area + i] - mean[2 * area + i])));
            still[i] = UnitRange.clamp((MOVEMENT - difference) / (MOVEMENT - NOISE));
        }
        return still;
    }

    private static float least(float[] still, int columns, int left, int right, int top, int bottom) {
        float least = 1;
        int rows = still.length / columns;
        for (int y = Math.max(0, top); y < Math.min(rows, bottom); y++) {
            for (int x = Math.max(0, left); x < Math.min(columns, right); x++) {
                least = Math.min(least, still[y * columns + x]);
            }
        }
        return least;
    }
}
