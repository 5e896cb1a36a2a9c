package org.speakdraw.app.stream.events;

/**
 * Whether a session is being recorded, as its owner is told.
 *
 * @param on      whether it is
 * @param rate    key frames a second at most
 * @param input   whether what comes from the camera or the sheet is kept too
 * @param lost    pictures that could not be kept since the recording began
 * @param problem one sentence for a person while nothing can be written; empty when all is well
 */
public record RecordingState(boolean on, double rate, boolean input, long lost, String problem) {

    /** The default. */
    public static final RecordingState OFF = new RecordingState(false, 0, false, 0, "");
}
