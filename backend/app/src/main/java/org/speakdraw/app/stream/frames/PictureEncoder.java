package org.speakdraw.app.stream.frames;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Compositor;
import org.speakdraw.inference.imaging.FrameBlur;
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
     * The picture as it is to be seen.
     *
     * @param painted by the engine
     * @param context of its frame, whose matte is there
     * @throws org.speakdraw.inference.SpeakDrawException {@code model-failed}
     */
    Frame compose(Frame painted, FrameContext context) {
        return context.matting()
                .map(matting -> matting.result().show(painted, compositor))
                .orElse(painted);
    }

    /**
     * The picture as it goes out.
     *
     * @param covered whether nothing is to be made out in it
     * @param quality of the JPEG, 30..100
     */
    byte[] encode(Frame picture, boolean covered, int quality) {
        return codec.encode(covered ? FrameBlur.of(picture) : picture, quality);
    }
}
