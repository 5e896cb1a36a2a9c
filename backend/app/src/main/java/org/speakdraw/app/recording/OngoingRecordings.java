package org.speakdraw.app.recording;

import java.util.UUID;

/** The recordings that are going on, as their writer tells them how it fares. No method waits. */
interface OngoingRecordings {

    /** What was recorded is being written. */
    void writing();

    /** Nothing can be written for this reason; what is recorded waits. */
    void delayed(String reason);

    /** Nothing can be written for this reason, and no more key frames are to be recorded until that changes. */
    void suspend(String reason);

    /**
     * The recording is gone, or about to go: nothing more is recorded of the session unless it is switched on again.
     */
    void forget(UUID session, String reason);

    /** A part is all that is left of a recording; one that is paused goes on from there. */
    void cut(UUID session, RecordingEdit.Span kept);
}
