package org.speakdraw.inference.diffusion;

/**
 * What a frame is to become.
 *
 * @param prompt   what it should show
 * @param negative what it should not; used only with guidance
 * @param image    what it should resemble
 */
public record Conditioning(TextEmbedding prompt, TextEmbedding negative, ImagePrompt image) {

    /** By words alone. */
    public Conditioning(TextEmbedding prompt, TextEmbedding negative) {
        this(prompt, negative, ImagePrompt.NONE);
    }

    /** The same words beside {@code newImage}. */
    public Conditioning with(ImagePrompt newImage) {
        return newImage.equals(image) ? this : new Conditioning(prompt, negative, newImage);
    }

    /** On the way from one to the other, {@code t} of it in 0..1. */
    static Conditioning between(Conditioning from, Conditioning to, double t) {
        return new Conditioning(
                EmbeddingBlend.between(from.prompt, to.prompt, t),
                EmbeddingBlend.between(from.negative, to.negative, t),
                ImagePrompt.between(from.image, to.image, t));
    }

    /** Predicts towards what is wanted. */
    UNetRow promptRow(float[] latent, StepCoefficients step) {
        return new UNetRow(latent, step, prompt, image.shown(), image.scale());
    }

    /** Predicts what guidance moves away from. */
    UNetRow negativeRow(float[] latent, StepCoefficients step) {
        return new UNetRow(latent, step, negative, image.absent(), image.scale());
    }
}
