package org.speakdraw.app.stream.frames;

import java.util.Optional;
import org.speakdraw.app.stream.person.MattingTask;

/**
 * What goes through the engine with a frame and comes back with the picture made from it, several frames later when there
 * are several steps: so a picture is put together with the matte of its own frame.
 *
 * @param input   the frame as it came in
 * @param matting in {@code human} mode
 */
public record FrameContext(InputFrame input, Optional<MattingTask> matting) {

    /** Of the frame. */
    public FrameTag tag() {
        return input.tag();
    }
}
