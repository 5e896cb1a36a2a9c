package org.speakdraw.inference.audio;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Decodes sound in memory with FFmpeg: WAV, Ogg, WebM, MP3, M4A, FLAC and their usual codecs. Everything else FFmpeg
 * could read is switched off, the reading of other files and addresses above all: the sound comes from strangers. One
 * file at a time, others wait; decoding is hundreds of times faster than the sound.
 */
public final class AudioDecoder implements AutoCloseable {

    private static final String CONTAINERS = "wav,w64,ogg,matroska,webm,mp3,mov,mp4,m4a,3gp,flac,aac";
    private static final String CODECS = "pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,"
            + "pcm_f32be,pcm_f64le,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,opus,vorbis,mp3,mp3float,aac,flac,alac";

    private final MemoryInput input = new MemoryInput();

    /** Loads the native library. */
    public AudioDecoder() {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    /**
     * The first sound track, all channels mixed into one, at 16 kHz.
     *
     * @param file       a whole file
     * @param maxSeconds of sound
     * @throws InferenceException {@code audio-unsupported}: not a format this reads; {@code audio-invalid}: empty, broken, or
     *     without sound; {@code audio-too-long}
     */
    public synchronized AudioClip decode(byte[] file, int maxSeconds) {
        if (file.length == 0) {
            throw new InferenceException(InferenceError.AUDIO_INVALID, "The file is empty.");
        }
        AVFormatContext container = avformat_alloc_context();
        AVDictionary options = new AVDictionary(null);
        boolean opened = false;
        try {
            container.pb(input.open(file));
            avutil.av_dict_set(options, "format_whitelist", CONTAINERS, 0);
            avutil.av_dict_set(options, "codec_whitelist", CODECS, 0);
            avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
            // A container that does not open is freed by FFmpeg.
            opened = avformat_open_input(container, (String) null, null, options) >= 0;
            if (!opened) {
                throw Container.looksLikeOne(file)
                        ? new InferenceException(
                                InferenceError.AUDIO_INVALID, "The file is broken: it ends, or makes no sense, early.")
                        : new InferenceException(
                                InferenceError.AUDIO_UNSUPPORTED,
                                "This is not a sound file of a kind that is supported: WAV, Ogg, WebM, MP3, M4A and FLAC are.");
            }
            require(avformat_find_stream_info(container, (PointerPointer<?>) null));
            int stream = av_find_best_stream(container, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
            if (stream < 0) {
                throw new InferenceException(
                        InferenceError.AUDIO_INVALID, "The file has no sound that can be decoded.");
            }
            return decodeStream(container, stream, maxSeconds);
        } finally {
            avutil.av_dict_free(options);
            if (opened) {
                avformat_close_input(container);
            }
            input.close();
        }
    }

    private static AudioClip decodeStream(AVFormatContext container, int stream, int maxSeconds) {
        AVCodecParameters parameters = container.streams(stream).codecpar();
        AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        if (codec == null || codec.isNull() || !allowed(codec.name().getString())) {
            throw new InferenceException(
                    InferenceError.AUDIO_UNSUPPORTED, "The sound is compressed in a way that is not supported.");
        }
        AVCodecContext decoder = avcodec_alloc_context3(codec);
        AVPacket packet = avcodec.av_packet_alloc();
        AVFrame frame = avutil.av_frame_alloc();
        try (SampleSink sink = new SampleSink(maxSeconds)) {
            require(avcodec_parameters_to_context(decoder, parameters));
            decoder.thread_count(1);
            require(avcodec_open2(decoder, codec, (PointerPointer<?>) null));
            while (av_read_frame(container, packet) >= 0) {
                // A damaged packet is skipped, like every player does; a file of nothing else has no sound.
                if (packet.stream_index() == stream && avcodec_send_packet(decoder, packet) >= 0) {
                    drain(decoder, frame, sink);
                }
                avcodec.av_packet_unref(packet);
            }
            if (avcodec_send_packet(decoder, null) >= 0) {
                drain(decoder, frame, sink);
            }
            return sink.clip();
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

    private static boolean allowed(String codec) {
        return ("," + CODECS + ",").contains("," + codec + ",");
    }

    private static void require(int result) {
        if (result < 0) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID, "The file is broken (FFmpeg's error " + result + ").");
        }
    }

    @Override
    public synchronized void close() {
        input.release();
    }
}
