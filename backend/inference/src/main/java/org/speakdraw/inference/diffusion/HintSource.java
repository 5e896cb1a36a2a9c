package org.speakdraw.inference.diffusion;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.CannyEdges;

/** Makes what a control is shown of a picture that comes in. Thread-safe. */
interface HintSource {

    /** The picture itself: the graph makes the rest, or whoever sends it has made it. */
    HintSource PICTURE = picture -> picture;

    /** Thin edges, white on black. */
    HintSource EDGES = CannyEdges::of;

    /**
     * A frame of the same size.
     *
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     */
    Frame of(Frame picture);
}
