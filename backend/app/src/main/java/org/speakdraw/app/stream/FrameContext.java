package org.speakdraw.app.stream;

import java.util.Optional;

/**
 * What goes through the engine with a frame and comes back with the picture made from it, several frames later when there
 * are several steps: so a picture is put together with the matte of its own frame.
 *
 * @param input  the frame as it came in
 * @param cutting in {@code human} mode
 */
record FrameContext(InputFrame input, Optional<Cutting> cutting) {

    FrameTag tag() {
        return input.tag();
    }
}
