package org.speakdraw.app.stream.frames;

import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.diffusion.InputPicture;

/**
 * A frame that the engine can take: decoded and fitted for the settings that come with it.
 *
 * @param context    what goes through the engine with it
 * @param picture    of the size in {@code settings}; null paints from the prompt only
 * @param settings   it was made ready for
 * @param readyNanos {@link System#nanoTime} when it became ready
 */
public record ReadyFrame(
        FrameContext context, @Nullable InputPicture picture, PreparedSettings settings, long readyNanos) {

    /** What it cost the client. */
    public int credit() {
        return picture == null ? 0 : 1;
    }
}
