package org.speakdraw.inference.audio;

import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** Collects decoded frames of any form as samples of one channel at 16 kHz, up to a limit. */
final class SampleSink implements AutoCloseable {

    private static final int SAMPLE_RATE = 16_000;
    private static final int MAX_CHANNELS = 64;

    private final int maxSeconds;
    private final AVChannelLayout mono = new AVChannelLayout();
    private @Nullable SwrContext converter;
    private int rate;
    private int form;
    private int channels;
    private float[] samples = new float[SAMPLE_RATE];
    private int count;

    SampleSink(int maxSeconds) {
        this.maxSeconds = maxSeconds;
        avutil.av_channel_layout_default(mono, 1);
    }

    /** @throws InferenceException {@code audio-too-long}, {@code audio-invalid} */
    void add(AVFrame frame) {
        convert(converterFor(frame), frame.extended_data(), frame.nb_samples());
    }

    /**
     * All of it.
     *
     * @throws InferenceException {@code audio-invalid} if there is nothing
     */
    AudioClip clip() {
        if (converter != null) {
            convert(converter, null, 0);
        }
        if (count == 0) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID, "The file is broken: no sound could be decoded.");
        }
        float[] all = Arrays.copyOf(samples, count);
        for (int i = 0; i < all.length; i++) {
            // Files of floating-point samples may hold anything.
            all[i] = Float.isFinite(all[i]) ? Math.max(-1, Math.min(1, all[i])) : 0;
        }
        return new AudioClip(all, SAMPLE_RATE);
    }

    /** The converter for frames like this one; some files change their form on the way. */
    private SwrContext converterFor(AVFrame frame) {
        AVChannelLayout layout = frame.ch_layout();
        if (converter != null
                && frame.sample_rate() == rate
                && frame.format() == form
                && layout.nb_channels() == channels) {
            return converter;
        }
        if (layout.nb_channels() < 1 || layout.nb_channels() > MAX_CHANNELS || frame.sample_rate() < 1) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID,
                    layout.nb_channels() + " channels at " + frame.sample_rate() + " Hz cannot be decoded.");
        }
        if (converter != null) {
            swr_free(converter);
        }
        rate = frame.sample_rate();
        form = frame.format();
        channels = layout.nb_channels();
        try (PointerPointer<SwrContext> made = new PointerPointer<>(1)) {
            made.put(0, null);
            int result =
                    swr_alloc_set_opts2(made, mono, avutil.AV_SAMPLE_FMT_FLT, SAMPLE_RATE, layout, form, rate, 0, null);
            SwrContext opened = made.get(SwrContext.class);
            // So that channels which agree do not add up to more than one of them.
            if (result < 0
                    || opened == null
                    || av_opt_set_double(opened, "rematrix_maxval", 1, 0) < 0
                    || swr_init(opened) < 0) {
                throw new InferenceException(InferenceError.AUDIO_INVALID, "The sound's form cannot be converted.");
            }
            converter = opened;
            return opened;
        }
    }

    private void convert(SwrContext from, @Nullable PointerPointer<?> data, int given) {
        int room = swr_get_out_samples(from, given);
        if (room <= 0) {
            return;
        }
        try (FloatPointer converted = new FloatPointer(room);
                PointerPointer<FloatPointer> out = new PointerPointer<FloatPointer>(1).put(0, converted)) {
            int made = swr_convert(from, out, room, data, given);
            if (made < 0) {
                throw new InferenceException(
                        InferenceError.AUDIO_INVALID, "The file is broken: its samples cannot be converted.");
            }
            if (count + made > maxSeconds * SAMPLE_RATE) {
                throw new InferenceException(
                        InferenceError.AUDIO_TOO_LONG, "The sound is longer than " + maxSeconds + " s.");
            }
            if (count + made > samples.length) {
                samples = Arrays.copyOf(samples, Math.max(count + made, 2 * samples.length));
            }
            converted.get(samples, count, made);
            count += made;
        }
    }

    @Override
    public void close() {
        if (converter != null) {
            swr_free(converter);
        }
        mono.close();
    }
}
