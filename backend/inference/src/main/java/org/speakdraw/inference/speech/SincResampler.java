package org.speakdraw.inference.speech;

import org.speakdraw.inference.AudioClip;

/**
 * Changes the sample rate by a windowed sinc (Smith, "Digital Audio Resampling"; Hann window over 16 zero crossings
 * on each side). Frequencies that the lower of the two rates cannot hold are filtered out. Immutable, thread-safe.
 *
 * @param targetRate samples a second
 */
public record SincResampler(int targetRate) {

    private static final int CROSSINGS = 16;
    /** Part of the band kept: leaves room for the filter's slope below half the rate. */
    private static final double PASSBAND = 0.945;
    /** Phases beyond which kernels are computed for each sample rather than tabulated. */
    private static final int MAX_PHASES = 2048;

    /** The same sound at the target rate; the clip itself where it has that rate already. */
    public AudioClip resample(AudioClip clip) {
        if (clip.sampleRate() == targetRate) {
            return clip;
        }
        int divisor = gcd(clip.sampleRate(), targetRate);
        long up = targetRate / divisor;
        long down = clip.sampleRate() / divisor;
        double cutoff = PASSBAND * Math.min(1, (double) up / down);
        int reach = (int) Math.ceil(CROSSINGS / cutoff);
        float[] source = clip.samples();
        float[] target = new float[Math.toIntExact((source.length * up + down - 1) / down)];
        double[][] kernels = new double[up <= MAX_PHASES ? (int) up : 0][];
        for (int i = 0; i < target.length; i++) {
            long position = i * down;
            int centre = (int) (position / up);
            int phase = (int) (position % up);
            double[] kernel;
            if (kernels.length == 0) {
                kernel = kernel((double) phase / up, cutoff, reach);
            } else {
                if (kernels[phase] == null) {
                    kernels[phase] = kernel((double) phase / up, cutoff, reach);
                }
                kernel = kernels[phase];
            }
            double sum = 0;
            for (int k = 0; k < kernel.length; k++) {
                // Held at the ends: cut off to zero, a constant offset would click there.
                int at = Math.max(0, Math.min(source.length - 1, centre - reach + k));
                sum += source[at] * kernel[k];
            }
            target[i] = (float) sum;
        }
        return new AudioClip(target, targetRate);
    }

    /** Weights of the samples from {@code -reach} to {@code reach + 1} around a position {@code fraction} after 0. */
    private static double[] kernel(double fraction, double cutoff, int reach) {
        double[] weights = new double[2 * reach + 2];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double distance = (i - reach - fraction) * cutoff;
            if (Math.abs(distance) < CROSSINGS) {
                double sinc = distance == 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance);
                weights[i] = sinc * (0.5 + 0.5 * Math.cos(Math.PI * distance / CROSSINGS));
                sum += weights[i];
            }
        }
        // Exactly 1 for a constant: otherwise each phase would have a level of its own.
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
