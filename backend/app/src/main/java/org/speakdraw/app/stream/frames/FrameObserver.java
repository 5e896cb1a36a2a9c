package org.speakdraw.app.stream.frames;

import org.speakdraw.app.settings.StreamSettings;

/** Sees the pictures of one session as they go out. */
@FunctionalInterface
public interface FrameObserver {

    /** Nobody looks: costs nothing. */
    FrameObserver NONE = (input, output, settings) -> {};

    /**
     * A picture went out. Called on the worker that compressed it, for one picture of the session at a time; must not
     * wait for anything and keeps no reference to the frames beyond what it copies.
     *
     * @param input    the frame that the picture was made from
     * @param output   the picture, byte by byte as it was sent
     * @param settings in force now
     */
    void shown(InputFrame input, OutputFrame output, StreamSettings settings);
}
