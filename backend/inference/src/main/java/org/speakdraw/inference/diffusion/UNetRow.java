package org.speakdraw.inference.diffusion;

/**
 * What the UNet needs to know of one latent; rows of any sessions and steps share a call.
 *
 * @param latent noisy, [channels, height, width]
 * @param step   whose timestep the latent is at
 * @param text   what it is to become
 */
record UNetRow(float[] latent, StepCoefficients step, TextEmbedding text) {}
