package org.speakdraw.app.stream;

import java.util.Optional;

/**
 * What goes through the engine with a frame and comes back with the picture made from it, several frames later when there
 * are several steps: so a picture is put together with the matte of its own frame.
 *
 * @param tag    of the frame
 * @param cutout in {@code human} mode
 */
record FrameContext(FrameTag tag, Optional<Cutout> cutout) {}
