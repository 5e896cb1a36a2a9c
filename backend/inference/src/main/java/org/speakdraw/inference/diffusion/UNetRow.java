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
 * @param loraScale  how much the LoRAs count that are beside the weights
 */
record UNetRow(
        float[] latent,
        StepCoefficients step,
        TextEmbedding text,
        ImageTokens image,
        float imageScale,
        ControlHint control,
        float loraScale) {

    /** By words alone. */
    UNetRow(float[] latent, StepCoefficients step, TextEmbedding text) {
        this(latent, step, text, ImageTokens.NONE, 0);
    }

    /** By words and an image. */
    UNetRow(float[] latent, StepCoefficients step, TextEmbedding text, ImageTokens image, float imageScale) {
        this(latent, step, text, image, imageScale, ControlHint.NONE, 1);
    }

    /** The same as a frame's picture and settings want it. */
    UNetRow heeding(StreamInput<?> input) {
        ControlHint hint = ControlHint.of(input, step);
        return new UNetRow(
                latent, step, text, image, imageScale, hint, input.parameters().loraScale());
    }
}
