package org.speakdraw.app.speech;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Problem;

/** OpenAI's error object. */
final class TranscriptionError {

    private static final int TOO_MANY = 429;
    private static final int OURS = 500;

    private TranscriptionError() {}

    /** @param field of the form that is at fault */
    static JsonObject of(Problem problem, @Nullable String field) {
        String type = "invalid_request_error";
        if (problem.code().status() == TOO_MANY) {
            type = "rate_limit_error";
        } else if (problem.code().status() >= OURS) {
            type = "server_error";
        }
        return Json.createObjectBuilder()
                .add(
                        "error",
                        Json.createObjectBuilder()
                                .add("message", problem.detail())
                                .add("type", type)
                                .add("param", field == null ? JsonValue.NULL : Json.createValue(field))
                                .add("code", problem.code().id()))
                .build();
    }
}
