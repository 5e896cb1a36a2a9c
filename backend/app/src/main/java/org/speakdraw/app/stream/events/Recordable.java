package org.speakdraw.app.stream.events;

import java.util.UUID;
import org.speakdraw.app.stream.frames.FrameObserver;

/** What a recording needs of the session that it records. Only {@link #settle} waits. */
public interface Recordable {

    /** The session's id. */
    UUID id();

    /** Lets {@code newcomer} see the pictures, in place of the one before. */
    void observe(FrameObserver newcomer);

    /** Has the pictures looked at that are still provisional, so that the observer knows; takes some milliseconds. */
    void settle();

    /** Tells the owner whether the session is being recorded, now and at every new connection. */
    void recording(RecordingState state);
}
