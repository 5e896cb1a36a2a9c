package org.speakdraw.inference.diffusion;

import java.util.SplittableRandom;

/** Gaussian noise that depends on seed, draw, row and size only, so that a seed means the same picture again. */
final class SeededNoise implements NoiseSource {

    @Override
    public float[] initial(long seed, long draw, int row, int size) {
        long mixed = mix(mix(mix(seed) ^ draw) ^ row);
        SplittableRandom random = new SplittableRandom(mixed);
        float[] noise = new float[size];
        for (int i = 0; i < size; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    /** The finaliser of SplitMix64: neighbouring seeds give unrelated noise. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
