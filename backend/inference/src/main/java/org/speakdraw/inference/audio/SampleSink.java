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

    private final AudioBudget budget;
    private final AVChannelLayout mono = new AVChannelLayout();
    private @Nullable SwrContext converter;
    private int rate;
    private int form;
    private int channels;
    private float[] samples = new float[SAMPLE_RATE];
    private int count;

    SampleSink(AudioBudget budget) {
        this.budget = budget;
        avutil.av_channel_layout_default(mono, 1);
    }

    /**
     * Takes a frame, whose form is checked first: resampling allocates by the rate that it claims.
     *
     * @throws InferenceException {@code audio-too-long}, {@code audio-invalid}
     */
    void add(AVFrame frame) {
        AudioBudget.checkForm(frame.sample_rate(), frame.ch_layout().nb_channels());
        budget.checkTime();
        budget.decoded((long) frame.nb_samples()
                * frame.ch_layout().nb_channels()
                * avutil.av_get_bytes_per_sample(frame.format()));
        convert(converterFor(frame), frame.extended_data(), frame.nb_samples());
    }

    /**
     * All of it.
     *
     * @throws InferenceException {@code audio-invalid} if there is nothing
     */
    AudioClip clip() {
        finishConverter();
        if (count == 0) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID, "The file is broken: no sound could be decoded.");
        }
        float[] all = Arrays.copyOf(samples, count);
        samples = new float[0];
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
        finishConverter();
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

    /** Takes what the filter still holds, and frees it. */
    private void finishConverter() {
        if (converter != null) {
            convert(converter, null, 0);
            swr_free(converter);
            converter = null;
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
            budget.checkSeconds((double) (count + made) / SAMPLE_RATE);
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
