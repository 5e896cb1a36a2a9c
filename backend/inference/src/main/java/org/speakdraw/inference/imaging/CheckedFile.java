package org.speakdraw.inference.imaging;

import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * A PNG or WebP of which only what makes the picture is left, put together anew: comments, colour profiles, animations
 * and whatever else a decoder might unpack are gone.
 *
 * @param width       pixels
 * @param height      pixels
 * @param pixelBytes  that the decoder keeps of a pixel
 * @param transparent whether pixels may be transparent
 * @param bytes       the file
 */
record CheckedFile(int width, int height, int pixelBytes, boolean transparent, byte[] bytes) {

    long pixels() {
        return (long) width * height;
    }

    static InferenceException undecodable(String detail) {
        return new InferenceException(InferenceError.FRAME_UNDECODABLE, detail);
    }

    static InferenceException truncated() {
        return new InferenceException(InferenceError.FRAME_TRUNCATED, "the picture breaks off before its end");
    }
}
