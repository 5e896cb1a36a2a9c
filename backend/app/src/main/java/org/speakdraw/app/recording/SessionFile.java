package org.speakdraw.app.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@code session.json} of an exported ZIP file says, for programs that read it: the recording, and every picture
 * beside it by name.
 *
 * @param schema of the file
 */
record SessionFile(
        String schema,
        UUID session,
        Instant startedAt,
        long durationMs,
        boolean recording,
        boolean keepsInput,
        List<Picture> frames,
        long bytes,
        String bundle,
        String title,
        String prompt,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> thumbnail,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<UUID> repaintOf,
        List<Timeline.PromptMark> prompts,
        List<Timeline.Change> settings,
        List<Timeline.Gap> gaps) {

    private static final String SCHEMA = "speakdraw-session/1";

    /**
     * A picture.
     *
     * @param file   its name in the ZIP file
     * @param sha256 of it, in hexadecimal
     */
    record Picture(String file, String kind, long offsetMs, long seed, String sha256) {

        static Picture of(String file, Timeline.Frame frame, String sha256) {
            return new Picture(file, frame.kind().id(), frame.offset(), frame.seed(), sha256);
        }
    }

    static SessionFile of(Timeline timeline, List<Picture> pictures) {
        RecordingJson recording = RecordingJson.of(timeline.summary(), false);
        return new SessionFile(
                SCHEMA,
                recording.session(),
                recording.startedAt(),
                recording.durationMs(),
                recording.recording(),
                recording.keepsInput(),
                pictures,
                recording.bytes(),
                recording.bundle(),
                recording.title(),
                recording.prompt(),
                recording.thumbnail(),
                recording.repaintOf(),
                timeline.prompts(),
                timeline.settings(),
                timeline.gaps());
    }
}
