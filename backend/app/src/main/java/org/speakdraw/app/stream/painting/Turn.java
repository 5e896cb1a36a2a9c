package org.speakdraw.app.stream.painting;

import java.util.Optional;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamState;

/**
 * A stream as its engine sees it: something that wants a frame painted now and then. Thread-safe: the next frame may be
 * taken while the one before is being painted; what came of frames is told in their order. Nothing waits.
 */
public interface Turn {

    /** When it may have its turns, and what it has had. */
    EngineTurns turns();

    /** What paints it. */
    Model model();

    /** What the waiting frame takes of the device: UNet rows times pixels. */
    long cost();

    /**
     * The frame to paint in this tick; empty when it is no longer wanted. The stream may ask for another turn from here
     * on.
     */
    Optional<ReadyFrame> take();

    /** What the networks remember of the stream; another one for the frames taken after it {@linkplain #failed failed}. */
    StreamState<FrameContext> state();

    /**
     * A tick with a frame of this stream's is over, whether or not a picture comes out.
     *
     * @param settings of the frame
     * @param settled  whether the same frame again would give the same picture as now
     */
    void advanced(PreparedSettings settings, boolean settled);

    /** A picture is done; {@code nanos} is the tick's length. */
    void painted(StreamOutput<FrameContext> picture, long nanos);

    /** The frame could not be painted; the stream starts afresh with the next one. */
    void failed(SpeakDrawException reason);
}
