package org.speakdraw.inference.video;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_get_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse2;
import static org.speakdraw.inference.video.FilmEncoder.require;

import java.util.Locale;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;

/** FFmpeg's filters between RGB pictures of one size and what a film's encoder takes. Owned by one thread. */
final class FilmFilter implements AutoCloseable {

    private final int width;
    private final int height;
    private final AVFilterGraph graph = avfilter_graph_alloc();
    private final AVFilterContext source;
    private final AVFilterContext sink;
    private final AVFrame frame = avutil.av_frame_alloc();
    /** The film's. */
    private final AVRational clock;

    /** From pictures of the size of {@code first} to a film of {@code filmWidth} x {@code filmHeight}. */
    FilmFilter(FilmFormat format, int filmWidth, int filmHeight, Frame first) {
        this.width = first.width();
        this.height = first.height();
        this.clock = avutil.av_make_q(1, format.ticksPerSecond());
        String chain = String.format(
                Locale.ROOT,
                "buffer@in=video_size=%dx%d:pix_fmt=rgb24:time_base=1/%d:pixel_aspect=1/1,"
                        + "scale=%d:%d:force_original_aspect_ratio=decrease,pad=%4$d:%5$d:-1:-1,%s,buffersink@out",
                width,
                height,
                format.ticksPerSecond(),
                filmWidth,
                filmHeight,
                format.colourFilter());
        graph.nb_threads(1);
        try {
            require(avfilter_graph_parse2(graph, chain, new AVFilterInOut(null), new AVFilterInOut(null)));
            require(avfilter_graph_config(graph, null));
        } catch (Throwable e) {
            close();
            throw e;
        }
        source = avfilter_graph_get_filter(graph, "buffer@in");
        sink = avfilter_graph_get_filter(graph, "buffersink@out");
    }

    /** Whether {@code picture} has the size this is for. */
    boolean takes(Frame picture) {
        return picture.width() == width && picture.height() == height;
    }

    /** Filters {@code picture}; what is done goes to {@code done}, which must not keep it. */
    void filter(Frame picture, long ticks, Consumer<@Nullable AVFrame> done) {
        frame.width(width).height(height).format(avutil.AV_PIX_FMT_RGB24).pts(ticks);
        require(avutil.av_frame_get_buffer(frame, 0));
        int row = 3 * width;
        int stride = frame.linesize(0);
        BytePointer pixels = frame.data(0).capacity((long) stride * height);
        for (int y = 0; y < height; y++) {
            pixels.position((long) stride * y).put(picture.rgb(), row * y, row);
        }
        require(av_buffersrc_add_frame(source, frame));
        drain(done);
    }

    /** Hands on what is still on its way. */
    void finish(Consumer<@Nullable AVFrame> done) {
        require(av_buffersrc_add_frame(source, null));
        drain(done);
    }

    private void drain(Consumer<@Nullable AVFrame> done) {
        while (av_buffersink_get_frame(sink, frame) >= 0) {
            frame.pts(avutil.av_rescale_q(frame.pts(), av_buffersink_get_time_base(sink), clock));
            // Whether it refers to others is the encoder's decision.
            frame.pict_type(avutil.AV_PICTURE_TYPE_NONE);
            done.accept(frame);
            avutil.av_frame_unref(frame);
        }
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avfilter_graph_free(graph);
    }
}
