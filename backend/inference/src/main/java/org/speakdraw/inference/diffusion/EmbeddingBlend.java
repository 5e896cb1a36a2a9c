package org.speakdraw.inference.diffusion;

import java.util.List;

/** Text embeddings made from text embeddings. */
final class EmbeddingBlend {

    /** How far a renormalisation goes at most, either way. */
    private static final double MAX_RENORMALISATION = 2;

    private EmbeddingBlend() {}

    /**
     * Every token's row times its weight; then everything is scaled so that the mean of all values is as before, as
     * AUTOMATIC1111/stable-diffusion-webui does ({@code modules/sd_emphasis.py}, "Original"). Where the two means
     * differ by more than a factor of 2 or in sign they say nothing about size, so nothing is scaled. A pooled embedding
     * stays as it is.
     */
    static TextEmbedding emphasised(TextEmbedding embedding, float[] weights) {
        boolean plain = true;
        for (float weight : weights) {
            plain &= weight == 1;
        }
        if (plain) {
            return embedding;
        }
        float[] values = embedding.toArray();
        double before = 0;
        double after = 0;
        for (int i = 0; i < values.length; i++) {
            before += values[i];
            values[i] *= weights[i / embedding.width()];
            after += values[i];
        }
        double scale = before / after;
        if (scale >= 1 / MAX_RENORMALISATION && scale <= MAX_RENORMALISATION) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= (float) scale;
            }
        }
        return new TextEmbedding(embedding.tokens(), embedding.width(), values, embedding.pooled());
    }

    /** On the way from one to the other, row by row on the great circle; 0 gives {@code from}, 1 gives {@code to}. */
    static TextEmbedding between(TextEmbedding from, TextEmbedding to, double t) {
        if (t <= 0 || from.equals(to)) {
            return from;
        }
        return t >= 1
                ? to
                : new TextEmbedding(
                        to.tokens(),
                        to.width(),
                        Slerp.rows(from.values(), to.values(), to.width(), t),
                        Slerp.rows(from.pooled(), to.pooled(), to.pooled().length, t));
    }

    /**
     * Several at once: two on the great circle between them; more as the weighted mean, each row stretched to the mean
     * of the rows' lengths, because a mean of different directions is short.
     *
     * @param shares one an embedding, adding up to 1
     */
    static TextEmbedding mixed(List<TextEmbedding> embeddings, List<Float> shares) {
        if (embeddings.size() == 1) {
            return embeddings.get(0);
        }
        if (embeddings.size() == 2) {
            return between(embeddings.get(0), embeddings.get(1), shares.get(1));
        }
        TextEmbedding first = embeddings.get(0);
        List<float[]> values = embeddings.stream().map(TextEmbedding::values).toList();
        List<float[]> pooled = embeddings.stream().map(TextEmbedding::pooled).toList();
        return new TextEmbedding(
                first.tokens(),
                first.width(),
                mean(values, first.width(), shares),
                mean(pooled, first.pooled().length, shares));
    }

    /** Each row of {@code width} for itself. */
    private static float[] mean(List<float[]> arrays, int width, List<Float> shares) {
        float[] mean = new float[arrays.get(0).length];
        for (int start = 0; start < mean.length; start += width) {
            double length = 0;
            for (int e = 0; e < arrays.size(); e++) {
                float[] values = arrays.get(e);
                for (int i = start; i < start + width; i++) {
                    mean[i] += shares.get(e) * values[i];
                }
                length += shares.get(e) * length(values, start, width);
            }
            double shortened = length(mean, start, width);
            for (int i = start; shortened > 0 && i < start + width; i++) {
                mean[i] *= (float) (length / shortened);
            }
        }
        return mean;
    }

    private static double length(float[] values, int start, int width) {
        double squared = 0;
        for (int i = start; i < start + width; i++) {
            squared += (double) values[i] * values[i];
        }
        return Math.sqrt(squared);
    }
}
