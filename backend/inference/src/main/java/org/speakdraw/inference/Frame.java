package org.speakdraw.inference;

import java.util.Arrays;

/**
 * A picture as it travels between codec, matting and diffusion. The bytes are shared, not copied: whoever holds a
 * frame must not change them.
 *
 * @param width  pixels, at least 1
 * @param height pixels, at least 1
 * @param rgb    interleaved 8-bit red, green, blue; rows top-down; length 3 x width x height
 */
public record Frame(int width, int height, byte[] rgb) {

    /** @throws IllegalArgumentException if a side is below 1 or the length does not fit the sides */
    public Frame {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a frame of " + width + " x " + height + ": each side is at least 1");
        }
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("a frame of " + width + " x " + height + " has " + 3L * width * height
                    + " bytes, got " + rgb.length);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame
                && frame.width == width
                && frame.height == height
                && Arrays.equals(frame.rgb, rgb);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(rgb);
    }

    @Override
    public String toString() {
        return "Frame[" + width + " x " + height + "]";
    }
}
