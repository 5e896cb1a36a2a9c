package org.speakdraw.inference.diffusion;

/**
 * What the UNet needs to know of one latent; rows of any sessions and steps share a call.
 *
 * @param latent     noisy, [channels, height, width]
 * @param step       whose timestep the latent is at
 * @param text       what it is to become
 * @param image      what it is to resemble; {@link ImageTokens#NONE} where there is no image
 * @param imageScale how much the image counts; 0 where there is none
 * @param control    what a ControlNet is shown; {@link ControlHint#NONE} where it is not to count
 */
record UNetRow(
        float[] latent,
        StepCoefficients step,
        TextEmbedding text,
        ImageTokens image,
        float imageScale,
        ControlHint control) {

    /** By words alone. */
    UNetRow(float[] latent, StepCoefficients step, TextEmbedding text) {
        this(latent, step, text, ImageTokens.NONE, 0);
    }

    /** By words and an image. */
    UNetRow(float[] latent, StepCoefficients step, TextEmbedding text, ImageTokens image, float imageScale) {
        this(latent, step, text, image, imageScale, ControlHint.NONE);
    }

    /** The same with a hint. */
    UNetRow heeding(ControlHint hint) {
        return new UNetRow(latent, step, text, image, imageScale, hint);
    }
}
