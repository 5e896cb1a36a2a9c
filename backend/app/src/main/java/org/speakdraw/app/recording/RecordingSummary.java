package org.speakdraw.app.recording;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
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
        String prompt,
        OptionalInt thumbnail,
        Optional<UUID> repaintOf) {

    /** As the API answers. */
    JsonObjectBuilder toJson(boolean recording) {
        String self = "/api/sessions/" + session;
        return Json.createObjectBuilder()
                .add("session", session.toString())
                .add("startedAt", startedAt.toString())
                .add("durationMs", millis)
                .add("recording", recording)
                .add("keepsInput", keepsInput)
                .add("frames", frames)
                .add("bytes", bytes)
                .add("bundle", bundle)
                .add("prompt", prompt)
                .add(
                        "thumbnail",
                        thumbnail.isPresent()
                                ? Json.createValue(self + "/keyframes/" + thumbnail.getAsInt())
                                : JsonValue.NULL)
                .add(
                        "repaintOf",
                        repaintOf
                                .<JsonValue>map(id -> Json.createValue(id.toString()))
                                .orElse(JsonValue.NULL));
    }

    /** Where the next page begins, as text in an address. */
    String cursor() {
        return startedAt + "_" + session;
    }

    /** A page of a list and where the next one begins. */
    record Page(java.util.List<RecordingSummary> recordings, Optional<String> next) {

        JsonObject toJson(java.util.function.Predicate<UUID> recording) {
            var list = Json.createArrayBuilder();
            recordings.forEach(each -> list.add(each.toJson(recording.test(each.session()))));
            return Json.createObjectBuilder()
                    .add("recordings", list)
                    .add("next", next.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL))
                    .build();
        }
    }
}
