package org.speakdraw.app.stream.frames;

import org.speakdraw.inference.SpeakDrawException;

/** What came of a frame in the decoder. */
public sealed interface Decoded {

    /** The engine can take it. */
    record Ready(ReadyFrame frame) implements Decoded {}

    /** It is left out, as the settings want it. */
    record Skipped(Reason reason) implements Decoded {}

    /** It cannot be painted. */
    record Refused(SpeakDrawException reason) implements Decoded {}

    /** Why a frame is left out. */
    enum Reason {
        /** The last picture stays. */
        FROZEN,
        /** It is a client's frame and the stream paints from its prompt only, or the other way round. */
        UNWANTED,
        /** It hardly differs from the last one. */
        SIMILAR,
        /** The decoded frames of all streams hold as much memory as they may. */
        CROWDED
    }
}
