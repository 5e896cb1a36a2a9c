package org.speakdraw.app.stream.frames;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Compositor;
import org.speakdraw.inference.imaging.JpegCodec;

/** Makes a JPEG of what the engine painted, put back into its frame in {@code human} mode. Thread-safe. */
public final class PictureEncoder {

    private final JpegCodec codec;
    private final Compositor compositor = new Compositor();

    /** An encoder that all streams share. */
    public PictureEncoder(JpegCodec codec) {
        this.codec = codec;
    }

    /**
     * The picture as it goes out.
     *
     * @param painted by the engine
     * @param context of its frame, whose matte is there
     * @param quality of the JPEG, 30..100
     * @throws org.speakdraw.inference.SpeakDrawException {@code model-failed}
     */
    OutputFrame encode(Frame painted, FrameContext context, int quality) {
        Frame shown = context.matting()
                .map(matting -> matting.result().show(painted, compositor))
                .orElse(painted);
        return new OutputFrame(context.tag(), codec.encode(shown, quality));
    }
}
