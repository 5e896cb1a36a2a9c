package org.speakdraw.inference.diffusion;

/**
 * Shape of one latent, [channels, height, width]; rows of one shape share a batch.
 *
 * @param channels of the latent
 * @param height   in latent cells
 * @param width    in latent cells
 */
record LatentShape(int channels, int height, int width) {

    int size() {
        return channels * height * width;
    }
}
