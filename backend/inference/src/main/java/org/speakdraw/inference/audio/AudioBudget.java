package org.speakdraw.inference.audio;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** What is left of one call's {@link AudioLimits}. One thread. */
final class AudioBudget {

    static final int MIN_RATE = 4_000;
    static final int MAX_RATE = 192_000;
    static final int MAX_CHANNELS = 16;

    private final AudioLimits limits;
    private final long start = System.nanoTime();
    private long bytes;

    AudioBudget(AudioLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks what a header or a frame says of its samples, before anything is allocated for them.
     *
     * @param rate     samples a second
     * @param channels 1..16
     * @throws InferenceException {@code audio-invalid}
     */
    static void checkForm(int rate, int channels) {
        if (rate < MIN_RATE || rate > MAX_RATE) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID,
                    "The file's sample rate is " + rate + " Hz; " + MIN_RATE + " to " + MAX_RATE + " Hz are taken.");
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID,
                    "The file has " + channels + " channels; 1 to " + MAX_CHANNELS + " are taken.");
        }
    }

    /** As {@link #checkForm}, for a track whose container may leave its form to the codec (0). */
    static void checkTrack(AVCodecParameters track) {
        int channels = track.ch_layout().nb_channels();
        checkForm(track.sample_rate() == 0 ? MIN_RATE : track.sample_rate(), channels == 0 ? 1 : channels);
    }

    /**
     * Refuses a length that a header gives, or that has been decoded.
     *
     * @throws InferenceException {@code audio-too-long}
     */
    void checkSeconds(double seconds) {
        if (seconds > limits.maxSeconds()) {
            throw new InferenceException(
                    InferenceError.AUDIO_TOO_LONG, "The sound is longer than " + limits.maxSeconds() + " s.");
        }
    }

    /**
     * Counts decoded samples.
     *
     * @throws InferenceException {@code audio-too-long}
     */
    void decoded(long more) {
        bytes += more;
        if (bytes > limits.maxBytes()) {
            throw new InferenceException(
                    InferenceError.AUDIO_TOO_LONG, "The sound decodes to more than " + limits.maxBytes() + " bytes.");
        }
    }

    boolean isOutOfTime() {
        return System.nanoTime() - start > limits.maxTime().toNanos();
    }

    /** @throws InferenceException {@code audio-invalid} if decoding has taken too long */
    void checkTime() {
        if (isOutOfTime()) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID,
                    "Decoding the file takes longer than " + limits.maxTime().toSeconds() + " s.");
        }
    }
}
