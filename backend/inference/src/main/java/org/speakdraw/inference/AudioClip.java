package org.speakdraw.inference;

import java.util.Arrays;

/**
 * Sound on one channel. The samples are shared, not copied: whoever holds a clip must not change them.
 *
 * @param samples    amplitude, nominally -1..1; never NaN or infinite
 * @param sampleRate samples a second, 1000..768000
 */
public record AudioClip(float[] samples, int sampleRate) {

    /** @throws InferenceException {@code audio-invalid} if the rate is out of range or a sample is not a number */
    public AudioClip {
        if (sampleRate < 1000 || sampleRate > 768_000) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID, "a sample rate of " + sampleRate + "; it is 1000 to 768000");
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new InferenceException(InferenceError.AUDIO_INVALID, "sample " + i + " is " + samples[i]);
            }
        }
    }

    /**
     * The mean of all channels.
     *
     * @param interleaved one sample of each channel in turn; what is left of an incomplete last turn is dropped
     * @param channels    at least 1
     * @throws InferenceException {@code audio-invalid}
     */
    public static AudioClip mixed(float[] interleaved, int channels, int sampleRate) {
        if (channels < 1) {
            throw new InferenceException(InferenceError.AUDIO_INVALID, channels + " channels; at least 1");
        }
        float[] mono = new float[interleaved.length / channels];
        for (int i = 0; i < mono.length; i++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += interleaved[i * channels + channel];
            }
            mono[i] = (float) (sum / channels);
        }
        return new AudioClip(mono, sampleRate);
    }

    /** Length in seconds. */
    public double seconds() {
        return (double) samples.length / sampleRate;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AudioClip clip && clip.sampleRate == sampleRate && Arrays.equals(clip.samples, samples);
    }

    @Override
    public int hashCode() {
        return 31 * sampleRate + Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return "AudioClip[" + samples.length + " samples at " + sampleRate + " Hz]";
    }
}
