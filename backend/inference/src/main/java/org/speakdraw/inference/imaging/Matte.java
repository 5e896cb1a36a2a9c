package org.speakdraw.inference.imaging;

import java.util.Arrays;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.UnitRange;

/**
 * Alpha matte: how much of every pixel belongs to the person. It covers the whole view of the frame it was made from,
 * whatever the size of either. The values are shared, not copied: whoever holds a matte must not change them.
 *
 * @param width  pixels, at least 1
 * @param height pixels, at least 1
 * @param alpha  0 (background) to 1 (person); rows top-down; length width x height
 */
public record Matte(int width, int height, float[] alpha) {

    /** @throws IllegalArgumentException if a side is below 1 or the length does not fit the sides */
    public Matte {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a matte of " + width + " x " + height + ": each side is at least 1");
        }
        if (alpha.length != (long) width * height) {
            throw new IllegalArgumentException("a matte of " + width + " x " + height + " has " + (long) width * height
                    + " values, got " + alpha.length);
        }
    }

    /** Part of the view that the person covers, 0..1: the mean of all values. */
    public double coverage() {
        double sum = 0;
        for (float value : alpha) {
            sum += value;
        }
        return sum / alpha.length;
    }

    /** The matte as a grey picture, for showing it: black is background, white is person. */
    public Frame toFrame() {
        byte[] rgb = new byte[3 * alpha.length];
        for (int i = 0, at = 0; i < alpha.length; i++, at += 3) {
            byte grey = UnitRange.toByte(alpha[i]);
            rgb[at] = grey;
            rgb[at + 1] = grey;
            rgb[at + 2] = grey;
        }
        return new Frame(width, height, rgb);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matte matte
                && matte.width == width
                && matte.height == height
                && Arrays.equals(matte.alpha, alpha);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(alpha);
    }

    @Override
    public String toString() {
        return "Matte[" + width + " x " + height + "]";
    }
}
