package org.speakdraw.inference.audio;

import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Decodes sound in memory with FFmpeg: WAV, Ogg, WebM, MP3, M4A, FLAC and their usual codecs. Everything else FFmpeg
 * could read is switched off, the reading of other files and addresses above all: the sound comes from strangers. What
 * a header claims is checked before anything is allocated for it, and an {@linkplain AudioLimits budget} bounds what
 * decoding may cost. One file at a time, others wait; decoding is hundreds of times faster than the sound.
 */
public final class AudioDecoder implements AutoCloseable {

    private static final String CONTAINERS = "wav,w64,ogg,matroska,webm,mp3,mov,mp4,m4a,3gp,flac,aac";
    /** The largest block that FFmpeg may allocate, in bytes: tables of a container are as long as its header claims. */
    private static final long MAX_NATIVE_BLOCK = 128L << 20;

    private static final String MAX_TRACKS = "64";

    private final MemoryInput input = new MemoryInput();

    /** Loads the native library. */
    public AudioDecoder() {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        avutil.av_max_alloc(MAX_NATIVE_BLOCK);
    }

    /**
     * As {@link #decode(byte[], AudioLimits)} with {@link AudioLimits#ofSeconds}.
     *
     * @param file       a whole file
     * @param maxSeconds of sound
     * @throws InferenceException as there
     */
    public AudioClip decode(byte[] file, int maxSeconds) {
        return decode(file, AudioLimits.ofSeconds(maxSeconds));
    }

    /**
     * The first sound track, all channels mixed into one, at 16 kHz. WAV files that are strung together are read to
     * the last, and those with wrong lengths as far as they go.
     *
     * @param file a whole file
     * @throws InferenceException {@code audio-unsupported}: not a format this reads; {@code audio-invalid}: empty,
     *     broken, without sound, sampled at less than 4 or more than 192 kHz, or taking too long to decode;
     *     {@code audio-too-long}: more seconds or bytes than the limits allow
     */
    public synchronized AudioClip decode(byte[] file, AudioLimits limits) {
        if (file.length == 0) {
            throw new InferenceException(InferenceError.AUDIO_INVALID, "The file is empty.");
        }
        AudioBudget budget = new AudioBudget(limits);
        try (SampleSink sink = new SampleSink(budget)) {
            for (byte[] part : WavFile.isOne(file) ? WavFile.repaired(file) : List.of(file)) {
                budget.checkTime();
                decode(part, sink, budget);
            }
            return sink.clip();
        }
    }

    private void decode(byte[] file, SampleSink sink, AudioBudget budget) {
        AVFormatContext container = avformat_alloc_context();
        AVDictionary options = new AVDictionary(null);
        boolean opened = false;
        boolean tried = false;
        try {
            container.pb(input.open(file, budget));
            avutil.av_dict_set(options, "format_whitelist", CONTAINERS, 0);
            avutil.av_dict_set(options, "codec_whitelist", AudioTrack.CODECS, 0);
            avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
            avutil.av_dict_set(options, "max_streams", MAX_TRACKS, 0);
            // A container that does not open is freed by FFmpeg.
            tried = true;
            opened = avformat_open_input(container, (String) null, null, options) >= 0;
            budget.checkTime();
            if (!opened) {
                throw unreadable(file);
            }
            if (avformat_find_stream_info(container, (PointerPointer<?>) null) < 0) {
                throw new InferenceException(InferenceError.AUDIO_INVALID, "The file is broken: its tracks are.");
            }
            budget.checkTime();
            AudioTrack.first(container, budget).decode(sink, budget);
        } finally {
            avutil.av_dict_free(options);
            if (opened) {
                avformat_close_input(container);
            } else if (!tried) {
                avformat_free_context(container);
            }
            input.close();
        }
    }

    private static InferenceException unreadable(byte[] file) {
        return Container.looksLikeOne(file)
                ? new InferenceException(
                        InferenceError.AUDIO_INVALID, "The file is broken: it ends, or makes no sense, early.")
                : new InferenceException(
                        InferenceError.AUDIO_UNSUPPORTED,
                        "This is not a sound file of a kind that is supported: WAV, Ogg, WebM, MP3, M4A and FLAC are.");
    }

    @Override
    public synchronized void close() {
        input.release();
    }
}
