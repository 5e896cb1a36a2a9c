package org.speakdraw.app.recording;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A recording in a list.
 *
 * @param session    recorded
 * @param startedAt  when recording was switched on first
 * @param millis     from there to the last entry
 * @param keepsInput whether there may be input key frames
 * @param frames     key frames kept
 * @param bytes      of those
 * @param bundle     that painted them
 * @param title      that its owner gave it; empty where it has none
 * @param prompt     the last one; empty where there is none any more
 * @param thumbnail  number of an output key frame, where there is one
 * @param repaintOf  the recording that this one is a repainting of
 */
record RecordingSummary(
        UUID session,
        Instant startedAt,
        long millis,
        boolean keepsInput,
        long frames,
        long bytes,
        String bundle,
        String title,
        String prompt,
        OptionalInt thumbnail,
        Optional<UUID> repaintOf) {

    /** Where the next page begins, as text in an address. */
    String cursor() {
        return startedAt + "_" + session;
    }

    /** A page of a list and where the next one begins. */
    record Page(List<RecordingSummary> recordings, Optional<String> next) {}
}
