package org.speakdraw.app.stream.person;

import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Compositor;
import org.speakdraw.inference.imaging.DecodeSize;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.Matte;
import org.speakdraw.inference.matting.MatteRefiner;
import org.speakdraw.inference.matting.Matting;
import org.speakdraw.inference.matting.MattingInput;
import org.speakdraw.inference.matting.MattingState;

/** The mattes of one stream's frames, steady from frame to frame of a scene. Works on one frame at a time. */
public final class StreamMatting {

    /** The longest side of what is put together again, in pixels: what a camera sends, not what a file may hold. */
    private static final int MAX_VIEW_SIDE = 1280;

    private final PersonMatting matting;
    private final MattingState state = new MattingState();
    private final MatteRefiner refiner;
    private final PersonPresence presence = new PersonPresence();
    private String lastScene = "";

    public StreamMatting(PersonMatting matting) {
        this.matting = matting;
        this.refiner = new MatteRefiner(matting.refinement());
    }

    /** The size that a frame is decoded for, so that its view is sharp. */
    public static DecodeSize decodeSize(StreamSettings settings) {
        return DecodeSize.ofView(settings.width(), settings.height(), settings.fit(), MAX_VIEW_SIDE);
    }

    /** What the stream of these settings sees of {@code frame}, no larger than it is put together again. */
    public static Frame view(Frame frame, StreamSettings settings) {
        Frame visible =
                settings.fit() == Fit.CROP ? Compositor.visiblePart(frame, settings.width(), settings.height()) : frame;
        return FrameFitter.shrink(visible, MAX_VIEW_SIDE);
    }

    /**
     * The person in a {@linkplain #view view}.
     *
     * @param scene what the frame is of; the mattes of another scene's frames say nothing about this one's
     */
    public MattedFrame matte(Frame view, String scene, StreamSettings settings) {
        if (!scene.equals(lastScene)) {
            presence.reset();
            lastScene = scene;
        }
        Frame seen = FrameFitter.shrink(view, Math.max(settings.width(), settings.height()));
        Matting found = matting.matte(new MattingInput(seen, scene, settings.matteRatio(matting.ratio()), true, state));
        Matte matte = refiner.refine(found.matte(), seen, scene);
        boolean somebody = presence.update(matte.coverage());
        return new MattedFrame(
                view, matte, found.foreground(), somebody, settings.compositeOptions(), settings.matteView());
    }
}
