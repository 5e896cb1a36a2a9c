package org.speakdraw.inference.diffusion;

import java.util.Arrays;

/** What the text encoder made of a prompt: [tokens, width], usually [77, 768] or [77, 1024]. Immutable. */
public final class TextEmbedding {

    private final int tokens;
    private final int width;
    private final float[] values;

    /** Takes a copy of {@code values}, which holds {@code tokens} rows of {@code width}. */
    public TextEmbedding(int tokens, int width, float[] values) {
        if (tokens < 1 || width < 1 || values.length != (long) tokens * width) {
            throw new IllegalArgumentException(
                    "an embedding of " + tokens + " x " + width + " cannot have " + values.length + " values");
        }
        this.tokens = tokens;
        this.width = width;
        this.values = values.clone();
    }

    /** Number of token positions. */
    public int tokens() {
        return tokens;
    }

    /** Values a token. */
    public int width() {
        return width;
    }

    /** A copy, row by row. */
    public float[] toArray() {
        return values.clone();
    }

    /** The values themselves, for reading only. */
    float[] values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        if (other == this) {
            return true;
        }
        return other instanceof TextEmbedding embedding
                && embedding.tokens == tokens
                && Arrays.equals(embedding.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "TextEmbedding[" + tokens + " x " + width + "]";
    }
}
