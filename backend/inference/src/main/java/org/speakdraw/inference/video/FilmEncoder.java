package org.speakdraw.inference.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * FFmpeg's encoder and container of one film, called in this process: the program needs libraries of a desktop, the
 * encoders do not. One thread of work; owned by one thread.
 */
final class FilmEncoder implements AutoCloseable {

    private final FilmFormat format;
    private final int width;
    private final int height;
    private final AVFormatContext container = new AVFormatContext(null);
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVCodecContext encoder;
    private @Nullable FilmFilter filter;

    /**
     * Begins the file; its sides are those of the first picture, within the format's bound and even.
     *
     * @param tags of the whole film
     */
    FilmEncoder(FilmFormat format, Path target, int firstWidth, int firstHeight, Map<String, String> tags) {
        double scale = Math.min(1, (double) format.maxSide() / Math.max(firstWidth, firstHeight));
        this.format = format;
        this.width = even(firstWidth * scale);
        this.height = even(firstHeight * scale);
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        AVCodec codec = avcodec_find_encoder_by_name(format.encoder());
        this.encoder = avcodec_alloc_context3(codec);
        try {
            open(codec, target, tags);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private static int even(double side) {
        return Math.max(2, (int) Math.round(side / 2) * 2);
    }

    private void open(AVCodec codec, Path target, Map<String, String> tags) {
        String file = target.toString();
        // Some containers open the file once more at the end, so they must know its name.
        require(avformat_alloc_output_context2(container, (AVOutputFormat) null, format.container(), file));
        AVStream stream = avformat_new_stream(container, codec);
        encoder.width(width).height(height).pix_fmt(format.pixelFormat()).thread_count(1);
        encoder.time_base(timeBase());
        encoder.framerate(avutil.av_make_q(format.framesPerSecond(), 1));
        if (format != FilmFormat.GIF) {
            encoder.colorspace(avutil.AVCOL_SPC_BT709)
                    .color_primaries(avutil.AVCOL_PRI_BT709)
                    .color_trc(avutil.AVCOL_TRC_BT709)
                    .color_range(avutil.AVCOL_RANGE_MPEG);
        }
        if ((container.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        withOptions(format.encoderOptions(), options -> avcodec_open2(encoder, codec, options));
        require(avcodec_parameters_from_context(stream.codecpar(), encoder));
        stream.time_base(timeBase());
        AVIOContext output = new AVIOContext(null);
        require(avio_open(output, file, AVIO_FLAG_WRITE));
        container.pb(output);
        container.metadata(dictionary(tags));
        withOptions(format.fileOptions(), options -> avformat_write_header(container, options));
    }

    private AVRational timeBase() {
        return avutil.av_make_q(1, format.ticksPerSecond());
    }

    /** Owned by what it is given to. */
    private static AVDictionary dictionary(Map<String, String> tags) {
        AVDictionary dictionary = new AVDictionary(null);
        tags.forEach((name, value) -> require(avutil.av_dict_set(dictionary, name, value, 0)));
        return dictionary;
    }

    /** Something of FFmpeg that takes options and answers with less than 0 for an error. */
    @FunctionalInterface
    private interface Configurable {
        int configure(AVDictionary options);
    }

    private static void withOptions(String text, Configurable target) {
        AVDictionary options = new AVDictionary(null);
        try {
            require(avutil.av_dict_parse_string(options, text, "=", ":", 0));
            require(target.configure(options));
        } finally {
            avutil.av_dict_free(options);
        }
    }

    /** Adds a picture of any size at a time after that of the one before. */
    void write(Frame picture, long millis) {
        FilmFilter current = filter;
        if (current == null || !current.takes(picture)) {
            finishFilter();
            current = new FilmFilter(format, width, height, picture);
            filter = current;
        }
        current.filter(picture, millis * format.ticksPerSecond() / 1000, this::encode);
    }

    private void finishFilter() {
        FilmFilter former = filter;
        if (former != null) {
            former.finish(this::encode);
            former.close();
            filter = null;
        }
    }

    /** {@code null} flushes the encoder. */
    private void encode(@Nullable AVFrame frame) {
        require(avcodec_send_frame(encoder, frame));
        while (avcodec_receive_packet(encoder, packet) >= 0) {
            avcodec.av_packet_rescale_ts(
                    packet, encoder.time_base(), container.streams(0).time_base());
            packet.stream_index(0);
            require(av_interleaved_write_frame(container, packet));
        }
    }

    /** Completes the file. */
    void finish() {
        finishFilter();
        encode(null);
        require(av_write_trailer(container));
    }

    @Override
    public void close() {
        FilmFilter former = filter;
        if (former != null) {
            former.close();
            filter = null;
        }
        avcodec.av_packet_free(packet);
        avcodec_free_context(encoder);
        if (!container.isNull()) {
            AVIOContext output = container.pb();
            if (output != null && !output.isNull()) {
                avio_closep(output);
                container.pb(null);
            }
            avformat_free_context(container);
            container.setNull();
        }
    }

    /** Throws {@code film-failed} for an error of FFmpeg. */
    static void require(int result) {
        if (result < 0) {
            byte[] text = new byte[128];
            avutil.av_strerror(result, text, text.length);
            String reason = new String(text, java.nio.charset.StandardCharsets.UTF_8);
            throw new InferenceException(
                    InferenceError.FILM_FAILED,
                    "the film cannot be made: " + reason.substring(0, Math.max(0, reason.indexOf('\0'))));
        }
    }
}
