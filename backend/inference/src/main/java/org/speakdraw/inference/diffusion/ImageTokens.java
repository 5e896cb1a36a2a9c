package org.speakdraw.inference.diffusion;

import java.util.Arrays;

/**
 * An image as an IP-Adapter shows it to the UNet: [tokens, width], 4 to 257 tokens as wide as those of the text.
 * Immutable.
 */
public final class ImageTokens {

    /** Of no image, for rows that are shown none. */
    static final ImageTokens NONE = new ImageTokens(0, 0, new float[0]);

    private final int tokens;
    private final int width;
    private final float[] values;

    /** Takes a copy of {@code values}, which holds {@code tokens} rows of {@code width}. */
    public ImageTokens(int tokens, int width, float[] values) {
        if (values.length != (long) tokens * width) {
            throw new IllegalArgumentException(
                    tokens + " x " + width + " image tokens cannot have " + values.length + " values");
        }
        this.tokens = tokens;
        this.width = width;
        this.values = values.clone();
    }

    /** Number of tokens; 0 for no image. */
    int tokens() {
        return tokens;
    }

    /** Values a token. */
    int width() {
        return width;
    }

    /** The values themselves, for reading only. */
    float[] values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof ImageTokens image
                        && image.tokens == tokens
                        && Arrays.equals(image.values, values));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "ImageTokens[" + tokens + " x " + width + "]";
    }
}
