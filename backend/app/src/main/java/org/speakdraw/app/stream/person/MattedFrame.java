package org.speakdraw.app.stream.person;

import java.util.Optional;
import org.speakdraw.app.settings.MatteView;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.CompositeOptions;
import org.speakdraw.inference.imaging.Compositor;
import org.speakdraw.inference.imaging.Matte;
import org.speakdraw.inference.imaging.MattePreview;

/**
 * What {@code human} mode keeps of a frame until its picture is done.
 *
 * @param view       what the stream sees of the frame, at the frame's own resolution
 * @param matte      of the person in it
 * @param foreground the person's own colours, where the network gives them
 * @param somebody   whether there is a person; otherwise the frame passes through unchanged
 * @param options    how picture and frame are put together
 * @param shown      the picture or the matte
 */
public record MattedFrame(
        Frame view,
        Matte matte,
        Optional<Frame> foreground,
        boolean somebody,
        CompositeOptions options,
        MatteView shown) {

    /** The repainted picture put back into the frame, or what else is to be seen. */
    public Frame show(Frame repainted, Compositor compositor) {
        return switch (shown) {
            case MATTE -> MattePreview.grey(matte, view.width(), view.height(), options);
            case OVERLAY -> MattePreview.overlay(view, matte, options);
            case OFF ->
                somebody
                        ? compositor.composite(new Compositor.Layers(view, repainted, matte, foreground), options)
                        : view;
        };
    }
}
