package org.speakdraw.inference.diffusion;

import java.util.Optional;

/** Where a stream's noise comes from: the seed, or, in a replay, a recording. */
interface NoiseSource {

    /**
     * The noise of one denoising step, standard normal.
     *
     * @param seed of the stream
     * @param draw 0 while the seed's noise is kept; counts up where every frame has fresh noise
     * @param row  step, 0 is the noisiest
     * @param size number of values
     */
    float[] initial(long seed, long draw, int row, int size);

    /** What painting from noise alone starts with; none: the noise of step 0. */
    default Optional<float[]> start() {
        return Optional.empty();
    }

    /** Noise of the VAE's posterior sample; none: its mean. */
    default Optional<float[]> posterior() {
        return Optional.empty();
    }
}
