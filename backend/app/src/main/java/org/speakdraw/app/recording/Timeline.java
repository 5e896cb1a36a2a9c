package org.speakdraw.app.recording;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
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

    /** A prompt, in force from its offset on. */
    record PromptMark(long offset, String source, Optional<String> language, String prompt, String negativePrompt) {

        JsonObjectBuilder toJson() {
            return Json.createObjectBuilder()
                    .add("offsetMs", offset)
                    .add("source", source)
                    .add("language", language.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL))
                    .add("prompt", prompt)
                    .add("negativePrompt", negativePrompt);
        }
    }

    /** Settings that changed. */
    record Change(long offset, JsonObject changes) {

        JsonObjectBuilder toJson() {
            return Json.createObjectBuilder().add("offsetMs", offset).add("changes", changes);
        }
    }

    /** A key frame, shown from its offset on. */
    record Frame(int number, Kind kind, long offset, long seed) {}

    /** Nothing was kept from {@code start} to {@code end}. */
    record Gap(long start, long end, long lost, String reason) {

        JsonObjectBuilder toJson() {
            return Json.createObjectBuilder()
                    .add("startMs", start)
                    .add("endMs", end)
                    .add("lost", lost)
                    .add("reason", reason);
        }
    }

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
     * When {@code offset} comes for who watches from the beginning: nobody wants to sit out that recording was switched off,
     * or that pictures gave way to newer ones. What could not be written, though, is a part of what happened.
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

    /** As the API answers; of a frame only what a player needs, in columns, since there may be thousands. */
    JsonObject toJson(boolean recording) {
        return described(recording)
                .add("outputs", columns(frames(Kind.OUTPUT)))
                .add("inputs", columns(frames(Kind.INPUT)))
                .build();
    }

    /** All but the key frames. */
    JsonObjectBuilder described(boolean recording) {
        JsonArrayBuilder promptMarks = Json.createArrayBuilder();
        prompts.forEach(each -> promptMarks.add(each.toJson()));
        JsonArrayBuilder changes = Json.createArrayBuilder();
        settings.forEach(each -> changes.add(each.toJson()));
        JsonArrayBuilder gapList = Json.createArrayBuilder();
        gaps.forEach(each -> gapList.add(each.toJson()));
        return summary.toJson(recording)
                .add("prompts", promptMarks)
                .add("settings", changes)
                .add("gaps", gapList);
    }

    private static JsonObjectBuilder columns(List<Frame> frames) {
        JsonArrayBuilder numbers = Json.createArrayBuilder();
        JsonArrayBuilder offsets = Json.createArrayBuilder();
        JsonArrayBuilder seeds = Json.createArrayBuilder();
        for (Frame frame : frames) {
            numbers.add(frame.number());
            offsets.add(frame.offset());
            seeds.add(frame.seed());
        }
        return Json.createObjectBuilder()
                .add("numbers", numbers)
                .add("offsetsMs", offsets)
                .add("seeds", seeds);
    }
}
