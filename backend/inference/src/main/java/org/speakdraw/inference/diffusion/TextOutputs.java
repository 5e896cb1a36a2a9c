package org.speakdraw.inference.diffusion;

/**
 * What a UNet was trained to take of one text encoder.
 *
 * @param width       values a token
 * @param penultimate the hidden state before the last one, without the final normalisation, instead of the last
 * @param pooledWidth values of the projected embedding of the whole text; 0: it is not used
 */
record TextOutputs(int width, boolean penultimate, int pooledWidth) {

    /** Of SD 1, SD 2 and SD-Turbo, whose exports have the layer to stop at baked in. */
    static TextOutputs lastHiddenState(int width) {
        return new TextOutputs(width, false, 0);
    }

    /** Of SDXL's encoders. */
    static TextOutputs penultimate(int width, int pooledWidth) {
        return new TextOutputs(width, true, pooledWidth);
    }
}
