package org.speakdraw.inference.audio;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * The sound track of an open container.
 *
 * @param container open; the caller closes it
 * @param stream    index of the track
 * @param codec     one of {@link #CODECS}
 */
record AudioTrack(AVFormatContext container, int stream, AVCodec codec) {

    /** FFmpeg's names of the decoders that an upload can reach. */
    static final String CODECS = "pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,"
            + "pcm_f32be,pcm_f64le,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,opus,vorbis,mp3,mp3float,aac,flac,alac";

    /** Samples of a frame and channel: twice what FLAC can have, the codec with the longest. */
    private static final int MAX_FRAME_SAMPLES = 131_072;
    /** Where ALAC's configuration says how many samples its decoder allocates, after the size and type of its box. */
    private static final int ALAC_FRAME_LENGTH = 12;

    /**
     * The track that a player would choose, its form and length checked as far as the container tells them.
     *
     * @throws InferenceException {@code audio-invalid}, {@code audio-unsupported}, {@code audio-too-long}
     */
    static AudioTrack first(AVFormatContext container, AudioBudget budget) {
        int stream = av_find_best_stream(container, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
        if (stream < 0) {
            throw new InferenceException(InferenceError.AUDIO_INVALID, "The file has no sound that can be decoded.");
        }
        AVCodecParameters parameters = container.streams(stream).codecpar();
        AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        if (codec == null || codec.isNull() || !isAllowed(codec)) {
            throw new InferenceException(
                    InferenceError.AUDIO_UNSUPPORTED, "The sound is compressed in a way that is not supported.");
        }
        AudioBudget.checkTrack(parameters);
        checkFrameLength(parameters);
        // What is guessed from the bit rate may be wrong by any factor; only what is written down counts.
        if (container.duration() > 0 && container.duration_estimation_method() != AVFMT_DURATION_FROM_BITRATE) {
            budget.checkSeconds((double) container.duration() / AV_TIME_BASE - 1);
        }
        return new AudioTrack(container, stream, codec);
    }

    /** Decodes all of it; a damaged packet is skipped, like every player does. */
    void decode(SampleSink sink, AudioBudget budget) {
        @Nullable AVCodecContext decoder = null;
        @Nullable AVPacket packet = null;
        @Nullable AVFrame frame = null;
        try {
            decoder = avcodec_alloc_context3(codec);
            packet = avcodec.av_packet_alloc();
            frame = avutil.av_frame_alloc();
            require(avcodec_parameters_to_context(
                    decoder, container.streams(stream).codecpar()));
            decoder.thread_count(1);
            decoder.max_samples(MAX_FRAME_SAMPLES);
            require(avcodec_open2(decoder, codec, (PointerPointer<?>) null));
            while (av_read_frame(container, packet) >= 0) {
                budget.checkTime();
                if (packet.stream_index() == stream && avcodec_send_packet(decoder, packet) >= 0) {
                    drain(decoder, frame, sink);
                }
                avcodec.av_packet_unref(packet);
            }
            // The input ends where the time does.
            budget.checkTime();
            if (avcodec_send_packet(decoder, null) >= 0) {
                drain(decoder, frame, sink);
            }
        } finally {
            avutil.av_frame_free(frame);
            avcodec.av_packet_free(packet);
            avcodec_free_context(decoder);
        }
    }

    private static void drain(AVCodecContext decoder, AVFrame frame, SampleSink sink) {
        while (avcodec_receive_frame(decoder, frame) >= 0) {
            sink.add(frame);
            avutil.av_frame_unref(frame);
        }
    }

    private static void checkFrameLength(AVCodecParameters parameters) {
        BytePointer configuration = parameters.extradata();
        if (parameters.codec_id() == avcodec.AV_CODEC_ID_ALAC
                && configuration != null
                && parameters.extradata_size() >= ALAC_FRAME_LENGTH + Integer.BYTES) {
            long samples = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                samples = (samples << 8) | (configuration.get(ALAC_FRAME_LENGTH + i) & 0xFF);
            }
            if (samples > MAX_FRAME_SAMPLES) {
                throw new InferenceException(
                        InferenceError.AUDIO_INVALID, "The file is broken: a frame of " + samples + " samples.");
            }
        }
    }

    private static boolean isAllowed(AVCodec codec) {
        return ("," + CODECS + ",").contains("," + codec.name().getString() + ",");
    }

    private static void require(int result) {
        if (result < 0) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID, "The file is broken (FFmpeg's error " + result + ").");
        }
    }
}
