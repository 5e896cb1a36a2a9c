package org.speakdraw.app.recording;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import org.speakdraw.app.recording.RecordingEntry.Kind;

/**
 * A time line as the API describes it. Of a key frame it has what a player needs, in columns, since there may be
 * thousands.
 *
 * @param export what a file of the recording would cover; only where one can be asked for
 */
record TimelineJson(
        @JsonUnwrapped RecordingJson recording,
        List<Timeline.PromptMark> prompts,
        List<Timeline.Change> settings,
        List<Timeline.Gap> gaps,
        Columns outputs,
        Columns inputs,
        Optional<RecordingExporter.Bounds> export) {

    /** Key frames of one kind, in order. */
    record Columns(int[] numbers, long[] offsetsMs, long[] seeds) {

        static Columns of(List<Timeline.Frame> frames) {
            return new Columns(
                    frames.stream().mapToInt(Timeline.Frame::number).toArray(),
                    frames.stream().mapToLong(Timeline.Frame::offset).toArray(),
                    frames.stream().mapToLong(Timeline.Frame::seed).toArray());
        }
    }

    /** @param recording whether it is going on */
    static TimelineJson of(Timeline timeline, boolean recording, Optional<RecordingExporter.Bounds> export) {
        return new TimelineJson(
                RecordingJson.of(timeline.summary(), recording),
                timeline.prompts(),
                timeline.settings(),
                timeline.gaps(),
                Columns.of(timeline.frames(Kind.OUTPUT)),
                Columns.of(timeline.frames(Kind.INPUT)),
                export);
    }
}
