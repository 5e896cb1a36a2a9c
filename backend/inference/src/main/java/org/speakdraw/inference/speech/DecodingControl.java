package org.speakdraw.inference.speech;

import org.speakdraw.inference.onnx.Interruption;

/**
 * A say in how transcription goes on, for those who share a thread with it: called on the decoding thread before each
 * run of a network, some tens of milliseconds apart on a CPU. It may do other work meanwhile, such as somebody else's
 * sentence with a {@link SpeechRecogniser#sibling}, which has buffers of its own; the time this takes counts against no budget.
 *
 * <p>An exception that it throws ends {@link Transcription#step}; the transcription is then where it was before the
 * step, and can be stepped again or dropped.
 */
@FunctionalInterface
public interface DecodingControl {

    /** Lets every step go ahead. */
    DecodingControl NONE = () -> {};

    /** Called before the next run of a network, and again before one that was broken off is repeated. */
    void beforeRun();

    /** A run that took so long was broken off. */
    default void inVain(long nanos) {}

    /**
     * The transcript begins with this text, whatever comes after it; each time with more of it, but for a step that is
     * done again.
     */
    default void certain(String text) {}

    /** Breaks off a long run that {@link #beforeRun} let go ahead, for a while; it is repeated then. */
    default Interruption interruption() {
        return new Interruption();
    }
}
