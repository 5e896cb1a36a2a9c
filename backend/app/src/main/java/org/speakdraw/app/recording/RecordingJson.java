package org.speakdraw.app.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A recording as the API describes it; {@link RecordingSummary} explains what is not explained here.
 *
 * @param recording whether it is going on
 * @param thumbnail address of a picture
 */
record RecordingJson(
        UUID session,
        Instant startedAt,
        long durationMs,
        boolean recording,
        boolean keepsInput,
        long frames,
        long bytes,
        String bundle,
        String title,
        String prompt,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> thumbnail,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<UUID> repaintOf) {

    /**
     * A page of a list.
     *
     * @param next where the next one begins
     */
    record Page(
            List<RecordingJson> recordings,
            @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> next) {

        /** @param recording whether a session is being recorded */
        static Page of(RecordingSummary.Page page, Predicate<UUID> recording) {
            return new Page(
                    page.recordings().stream()
                            .map(each -> RecordingJson.of(each, recording.test(each.session())))
                            .toList(),
                    page.next());
        }
    }

    static RecordingJson of(RecordingSummary summary, boolean recording) {
        Optional<String> thumbnail = summary.thumbnail().isPresent()
                ? Optional.of("/api/sessions/" + summary.session() + "/keyframes/"
                        + summary.thumbnail().getAsInt())
                : Optional.empty();
        return new RecordingJson(
                summary.session(),
                summary.startedAt(),
                summary.millis(),
                recording,
                summary.keepsInput(),
                summary.frames(),
                summary.bytes(),
                summary.bundle(),
                summary.title(),
                summary.prompt(),
                thumbnail,
                summary.repaintOf());
    }
}
