package org.speakdraw.app.platform;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.speakdraw.inference.SpeakDrawException;

/**
 * An error as the outside sees it: problem details of RFC 9457 with a stable code.
 *
 * @param status HTTP status
 * @param code   stable kebab-case code
 * @param detail one sentence for a person
 * @param errors the properties at fault; empty when it is not about properties
 */
public record Problem(int status, String code, String detail, List<PropertyError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** Codes whose fault is not the request's plain form (400) nor ours (500). */
    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("token-missing", 401),
            Map.entry("participant-unknown", 401),
            Map.entry("origin-refused", 403),
            Map.entry("not-the-teacher", 403),
            Map.entry("session-unknown", 404),
            Map.entry("not-found", 404),
            Map.entry("recording-unknown", 404),
            Map.entry("classroom-unknown", 404),
            Map.entry("preset-unknown", 404),
            Map.entry("preset-not-yours", 403),
            Map.entry("classroom-missing", 409),
            Map.entry("too-many-presets", 409),
            Map.entry("session-busy", 409),
            Map.entry("classroom-taught", 409),
            Map.entry("recording-unavailable", 409),
            Map.entry("recording-empty", 409),
            Map.entry("export-busy", 429),
            Map.entry("size-unsupported", 409),
            Map.entry("export-cancelled", 409),
            Map.entry("film-failed", 500),
            Map.entry("mode-unavailable", 409),
            Map.entry("model-unknown", 404),
            Map.entry("speech-busy", 429),
            Map.entry("speech-unavailable", 503),
            Map.entry("audio-too-large", 413),
            Map.entry("audio-too-long", 413),
            Map.entry("audio-unsupported", 415),
            Map.entry("message-too-large", 413),
            Map.entry("frame-too-large", 413),
            Map.entry("too-many-attempts", 429),
            Map.entry("too-many-requests", 429),
            Map.entry("too-many-sessions", 429),
            Map.entry("server-full", 503),
            Map.entry("engine-starting", 503),
            Map.entry("database-unavailable", 503),
            Map.entry("model-failed", 500),
            Map.entry("bundle-invalid", 500),
            Map.entry("bundle-unknown", 404),
            Map.entry("internal", 500));

    public Problem {
        errors = List.copyOf(errors);
    }

    /** The problem behind one of our own errors. */
    public static Problem of(SpeakDrawException error) {
        List<PropertyError> errors = error instanceof RequestException request ? request.errors() : List.of();
        return new Problem(STATUS.getOrDefault(error.code(), 400), error.code(), messageOf(error), errors);
    }

    /** The body of an HTTP answer. */
    public JsonObject toJson() {
        var json = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", code.replace('-', ' '))
                .add("status", status)
                .add("detail", detail)
                .add("code", code);
        if (!errors.isEmpty()) {
            json.add("errors", errorsToJson());
        }
        return json.build();
    }

    /** {@code [{"property": ..., "detail": ...}]}. */
    public JsonArrayBuilder errorsToJson() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (PropertyError error : errors) {
            array.add(
                    Json.createObjectBuilder().add("property", error.property()).add("detail", error.detail()));
        }
        return array;
    }

    private static String messageOf(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
