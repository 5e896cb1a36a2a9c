package org.speakdraw.inference.video;

import org.bytedeco.ffmpeg.global.avutil;

/** A kind of film, with encoders that FFmpeg has without its GPL parts. */
public enum FilmFormat {
    /** H.264, what everything plays. */
    MP4("video/mp4", 15, 1024, "libopenh264", "b=3000000", "movflags=+faststart"),
    /** VP9, free of licences, at constant quality. */
    WEBM("video/webm", 15, 1024, "libvpx-vp9", "b=0:crf=32:deadline=realtime:cpu-used=7:lag-in-frames=0", ""),
    /** A palette for every picture: colours stay true when the prompt changes. */
    GIF("image/gif", 8, 480, "gif", "", "loop=0");

    private final String mediaType;
    private final int framesPerSecond;
    private final int maxSide;
    private final String encoder;
    private final String encoderOptions;
    private final String fileOptions;

    FilmFormat(
            String mediaType,
            int framesPerSecond,
            int maxSide,
            String encoder,
            String encoderOptions,
            String fileOptions) {
        this.mediaType = mediaType;
        this.framesPerSecond = framesPerSecond;
        this.maxSide = maxSide;
        this.encoder = encoder;
        this.encoderOptions = encoderOptions;
        this.fileOptions = fileOptions;
    }

    /** As in {@code Content-Type}. */
    public String mediaType() {
        return mediaType;
    }

    /** At most. */
    int framesPerSecond() {
        return framesPerSecond;
    }

    /** The longer side of a film, in pixels, at most. */
    int maxSide() {
        return maxSide;
    }

    /** FFmpeg's name of the container. */
    String container() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** FFmpeg's name of the encoder. */
    String encoder() {
        return encoder;
    }

    /** What the encoder is told, as {@code name=value:...}. */
    String encoderOptions() {
        return encoderOptions;
    }

    /** What the container is told, in the same form. */
    String fileOptions() {
        return fileOptions;
    }

    /** Ticks of the film's clock a second: GIF counts hundredths. */
    int ticksPerSecond() {
        return this == GIF ? 100 : 1000;
    }

    /** What the encoder takes: FFmpeg's number of a pixel format. */
    int pixelFormat() {
        return this == GIF ? avutil.AV_PIX_FMT_PAL8 : avutil.AV_PIX_FMT_YUV420P;
    }

    /** Filters that bring pictures from RGB to {@link #pixelFormat}. */
    String colourFilter() {
        return this == GIF
                ? "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1"
                : "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p";
    }
}
