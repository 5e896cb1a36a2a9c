package org.speakdraw.app.platform;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import org.speakdraw.inference.SpeakDrawException;

/**
 * An error as the outside sees it: problem details of RFC 9457 with a stable code.
 *
 * @param code   what went wrong
 * @param detail one sentence for a person
 * @param errors the properties at fault; empty when it is not about properties
 */
public record Problem(ApiError code, String detail, List<PropertyError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** The problem behind one of our own errors. */
    public static Problem of(SpeakDrawException error) {
        List<PropertyError> errors = error instanceof RequestException request ? request.errors() : List.of();
        return new Problem(ApiError.of(error.code()), messageOf(error), errors);
    }

    /** The body of an HTTP answer. */
    public JsonObject toJson() {
        var json = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", code.title())
                .add("status", code.status())
                .add("detail", detail)
                .add("code", code.id());
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
