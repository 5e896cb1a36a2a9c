package org.speakdraw.inference.video;

import java.util.List;

/** A kind of film, with encoders that FFmpeg has without its GPL parts. */
public enum FilmFormat {
    /** H.264, what everything plays. */
    MP4("video/mp4", 15, 1024, "format=yuv420p", "-c:v libopenh264 -b:v 3M -movflags +faststart"),
    /** VP9, free of licences. */
    WEBM("video/webm", 15, 1024, "format=yuv420p", "-c:v libvpx-vp9 -b:v 2M -deadline realtime -cpu-used 7"),
    /** A palette for every picture: colours stay true when the prompt changes. */
    GIF(
            "image/gif",
            8,
            480,
            "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1",
            "-c:v gif -loop 0");

    private final String mediaType;
    private final int framesPerSecond;
    private final int maxSide;
    private final String filter;
    private final String encoder;

    FilmFormat(String mediaType, int framesPerSecond, int maxSide, String filter, String encoder) {
        this.mediaType = mediaType;
        this.framesPerSecond = framesPerSecond;
        this.maxSide = maxSide;
        this.filter = filter;
        this.encoder = encoder;
    }

    /** As in {@code Content-Type}. */
    public String mediaType() {
        return mediaType;
    }

    int framesPerSecond() {
        return framesPerSecond;
    }

    /** Filter graph to a picture of even sides, at most as large as the format allows, and what the encoder takes. */
    String filter() {
        return "scale='min(" + maxSide + ",iw)':'min(" + maxSide + ",ih)':force_original_aspect_ratio=decrease"
                + ":force_divisible_by=2," + filter;
    }

    List<String> encoder() {
        return List.of(encoder.split(" "));
    }
}
