package org.speakdraw.app.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.speakdraw.app.recording.RecordingEntry.Kind;

/**
 * A recording without its pictures. Offsets are milliseconds since its start; every list is in their order.
 *
 * @param summary  of the recording
 * @param prompts  those deleted from the history are missing
 * @param settings the first has all of them
 * @param frames   both kinds
 * @param gaps     where nothing was kept
 */
record Timeline(
        RecordingSummary summary, List<PromptMark> prompts, List<Change> settings, List<Frame> frames, List<Gap> gaps) {

    /** A prompt, in force from its offset on; written as the API has it. */
    record PromptMark(
            @JsonProperty("offsetMs") long offset,
            String source,
            @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> language,
            String prompt,
            String negativePrompt) {}

    /** Settings that changed; written as the API has them. */
    record Change(@JsonProperty("offsetMs") long offset, ObjectNode changes) {}

    /** A key frame, shown from its offset on. */
    record Frame(int number, Kind kind, long offset, long seed) {}

    /** Nothing was kept from {@code start} to {@code end}; written as the API has it. */
    record Gap(
            @JsonProperty("startMs") long start,
            @JsonProperty("endMs") long end,
            long lost,
            String reason) {}

    /** The frames of one kind. */
    List<Frame> frames(Kind kind) {
        return frames.stream().filter(frame -> frame.kind() == kind).toList();
    }

    /** The same at the times at which a player shows them, in {@link #played} milliseconds. */
    List<Frame> playedFrames(Kind kind) {
        return frames(kind).stream()
                .map(frame -> new Frame(frame.number(), kind, played(frame.offset()), frame.seed()))
                .toList();
    }

    /**
     * When {@code offset} is reached by somebody who watches from the beginning: times at which recording was switched
     * off, and those whose pictures were trimmed, are skipped. Times that could not be written are not: they are part
     * of what happened.
     */
    long played(long offset) {
        long skipped = 0;
        long reached = 0;
        for (Gap gap : gaps) {
            if (!gap.reason().equals(RecordingEntry.Reason.UNWRITTEN.id())) {
                skipped += Math.max(0, Math.min(gap.end(), offset) - Math.max(gap.start(), reached));
                reached = Math.max(reached, gap.end());
            }
        }
        return offset - skipped;
    }
}
