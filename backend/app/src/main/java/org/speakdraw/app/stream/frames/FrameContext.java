package org.speakdraw.app.stream.frames;

import java.util.Optional;
import org.speakdraw.app.stream.person.MattingTask;

/**
 * What goes through the engine with a frame and comes back with the picture made from it, several frames later when
 * there are several steps: so a picture is put together with the matte of its own frame.
 *
 * @param input   the frame as it came in
 * @param matting in {@code human} mode
 * @param memory  that the decoded frame holds, in {@code human} mode
 */
public record FrameContext(InputFrame input, Optional<MattingTask> matting, Optional<FrameMemory.Held> memory) {

    /** Of a frame that is not needed any more once it is painted. */
    public static FrameContext of(InputFrame input) {
        return new FrameContext(input, Optional.empty(), Optional.empty());
    }

    /** Of the frame. */
    public FrameTag tag() {
        return input.tag();
    }

    /** Nobody needs the frame any more; more than once does nothing. */
    public void release() {
        memory.ifPresent(FrameMemory.Held::close);
    }
}
