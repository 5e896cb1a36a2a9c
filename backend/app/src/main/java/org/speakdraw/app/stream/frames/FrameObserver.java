package org.speakdraw.app.stream.frames;

import org.speakdraw.app.settings.StreamSettings;

/** Sees the pictures of one session as they go out. */
public interface FrameObserver {

    /** Nobody looks: costs nothing. */
    FrameObserver NONE = (input, output, settings, provisional) -> {};

    /**
     * A picture went out. Called on the worker that compressed it, for one picture of the session at a time; must not
     * wait for anything and keeps no reference to the frames beyond what it copies.
     *
     * @param input    the frame that the picture was made from
     * @param output   the picture, byte by byte as it was sent
     * @param settings in force now
     * @param provisional whether it is not known yet that the picture is harmless: {@link #cleared} or {@link #unfit}
     *     will tell
     */
    void shown(InputFrame input, OutputFrame output, StreamSettings settings, boolean provisional);

    /** Provisional pictures that were shown before {@code nanos} ({@link System#nanoTime}) are harmless. */
    default void cleared(long nanos) {}

    /** Provisional pictures may be what nobody is to see: nothing of them is to be kept. */
    default void unfit() {}
}
