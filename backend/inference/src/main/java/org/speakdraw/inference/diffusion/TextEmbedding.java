package org.speakdraw.inference.diffusion;

import java.util.Arrays;

/**
 * What the text encoders made of a prompt: [tokens, width], usually [77, 768] or [77, 1024], and with SDXL, [77, 2048],
 * a pooled embedding of the whole prompt, [1280]. Immutable.
 */
public final class TextEmbedding {

    private final int tokens;
    private final int width;
    private final float[] values;
    private final float[] pooled;

    /** Takes a copy of {@code values}, which holds {@code tokens} rows of {@code width}; without a pooled embedding. */
    public TextEmbedding(int tokens, int width, float[] values) {
        this(tokens, width, values, new float[0]);
    }

    /** Takes copies of {@code values}, which holds {@code tokens} rows of {@code width}, and of {@code pooled}. */
    public TextEmbedding(int tokens, int width, float[] values, float[] pooled) {
        if (tokens < 1 || width < 1 || values.length != (long) tokens * width) {
            throw new IllegalArgumentException(
                    "an embedding of " + tokens + " x " + width + " cannot have " + values.length + " values");
        }
        this.tokens = tokens;
        this.width = width;
        this.values = values.clone();
        this.pooled = pooled.clone();
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

    /** Zeros in its place: nothing, to a model that was trained so. */
    public TextEmbedding zeros() {
        return new TextEmbedding(tokens, width, new float[values.length], new float[pooled.length]);
    }

    /** The values themselves, for reading only. */
    float[] values() {
        return values;
    }

    /** Of memory, about. */
    long bytes() {
        return 4L * (values.length + pooled.length);
    }

    /** Of the whole prompt, for reading only; empty where the model has none. */
    float[] pooled() {
        return pooled;
    }

    /**
     * The same tokens by two encoders: each token's values of this one, then of {@code other}, whose pooled embedding is
     * that of both.
     */
    TextEmbedding beside(TextEmbedding other) {
        if (other.tokens != tokens) {
            throw new IllegalArgumentException(tokens + " tokens beside " + other.tokens);
        }
        int both = width + other.width;
        float[] joined = new float[tokens * both];
        for (int token = 0; token < tokens; token++) {
            System.arraycopy(values, token * width, joined, token * both, width);
            System.arraycopy(other.values, token * other.width, joined, token * both + width, other.width);
        }
        return new TextEmbedding(tokens, both, joined, other.pooled);
    }

    @Override
    public boolean equals(Object other) {
        if (other == this) {
            return true;
        }
        return other instanceof TextEmbedding embedding
                && embedding.tokens == tokens
                && Arrays.equals(embedding.values, values)
                && Arrays.equals(embedding.pooled, pooled);
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
