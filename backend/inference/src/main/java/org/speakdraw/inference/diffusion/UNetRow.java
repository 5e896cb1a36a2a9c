package org.speakdraw.inference.diffusion;

/**
 * What the UNet needs to know of one latent; rows of any sessions and steps share a call.
 *
 * @param latent     noisy, [channels, height, width]
 * @param step       whose timestep the latent is at
 * @param text       what it is to become
 * @param image      what it is to resemble; {@link ImageTokens#NONE} where there is no image
 * @param imageScale how much the image counts; 0 where there is none
 */
record UNetRow(float[] latent, StepCoefficients step, TextEmbedding text, ImageTokens image, float imageScale) {

    /** By words alone. */
    UNetRow(float[] latent, StepCoefficients step, TextEmbedding text) {
        this(latent, step, text, ImageTokens.NONE, 0);
    }
}
