package org.speakdraw.inference.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerPointer;

/** What a player sees of a film. */
final class FilmReader {

    private FilmReader() {}

    /** A picture, from {@code second} on: its size, and the colour in its middle. */
    record Shown(double second, int width, int height, int red, int green, int blue) {}

    /** How long the film is. */
    static double seconds(Path film) {
        AVFormatContext container = open(film);
        double seconds = container.duration() / 1e6;
        avformat_close_input(container);
        return seconds;
    }

    /** What FFmpeg finds written about the film, an XMP packet as {@code xmp}. */
    static Map<String, String> tags(Path film) {
        AVFormatContext container = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "export_xmp", "1", 0);
        if (avformat_open_input(container, film.toString(), null, options) < 0) {
            throw new AssertionError(film + " is no film");
        }
        Map<String, String> tags = new HashMap<>();
        AVDictionaryEntry entry = null;
        while ((entry = avutil.av_dict_get(container.metadata(), "", entry, avutil.AV_DICT_IGNORE_SUFFIX)) != null) {
            tags.put(entry.key().getString(), entry.value().getString());
        }
        avutil.av_dict_free(options);
        avformat_close_input(container);
        return tags;
    }

    static List<Shown> read(Path film) {
        AVFormatContext container = open(film);
        AVStream stream = container.streams(0);
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        AVCodecContext decoder = avcodec_alloc_context3(codec);
        AVPacket packet = avcodec.av_packet_alloc();
        AVFrame frame = avutil.av_frame_alloc();
        List<Shown> shown = new ArrayList<>();
        try {
            avcodec_parameters_to_context(decoder, stream.codecpar());
            avcodec_open2(decoder, codec, (AVDictionary) null);
            double tick = avutil.av_q2d(stream.time_base());
            boolean more = true;
            while (more) {
                more = av_read_frame(container, packet) >= 0;
                avcodec_send_packet(decoder, more ? packet : null);
                avcodec.av_packet_unref(packet);
                while (avcodec_receive_frame(decoder, frame) >= 0) {
                    shown.add(shown(frame, frame.best_effort_timestamp() * tick));
                }
            }
        } finally {
            avutil.av_frame_free(frame);
            avcodec.av_packet_free(packet);
            avcodec_free_context(decoder);
            avformat_close_input(container);
        }
        return shown;
    }

    private static AVFormatContext open(Path film) {
        AVFormatContext container = new AVFormatContext(null);
        if (avformat_open_input(container, film.toString(), null, null) < 0) {
            throw new AssertionError(film + " is no film");
        }
        avformat_find_stream_info(container, (PointerPointer<?>) null);
        return container;
    }

    private static Shown shown(AVFrame frame, double second) {
        SwsContext scaler = swscale.sws_getContext(
                frame.width(),
                frame.height(),
                frame.format(),
                frame.width(),
                frame.height(),
                avutil.AV_PIX_FMT_RGB24,
                swscale.SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        AVFrame rgb = avutil.av_frame_alloc();
        try {
            swscale.sws_scale_frame(scaler, rgb, frame);
            int place = frame.height() / 2 * rgb.linesize(0) + frame.width() / 2 * 3;
            return new Shown(
                    second,
                    frame.width(),
                    frame.height(),
                    rgb.data(0).get(place) & 0xff,
                    rgb.data(0).get(place + 1L) & 0xff,
                    rgb.data(0).get(place + 2L) & 0xff);
        } finally {
            avutil.av_frame_free(rgb);
            swscale.sws_freeContext(scaler);
        }
    }
}
