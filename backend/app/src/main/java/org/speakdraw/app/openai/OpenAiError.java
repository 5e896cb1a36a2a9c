package org.speakdraw.app.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.speakdraw.app.platform.Problem;

/** OpenAI's error object. */
record OpenAiError(Fault error) {

    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    /**
     * What went wrong.
     *
     * @param message one sentence for a person
     * @param type    OpenAI's kind of error
     * @param param   the field of the form that is at fault; null where it is none
     * @param code    our own, stable
     */
    record Fault(
            String message,
            String type,
            @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> param,
            String code) {}

    /** @param field of the form that is at fault; empty where it is none, or where the code tells */
    static OpenAiError of(Problem problem, Optional<String> field) {
        return new OpenAiError(new Fault(
                problem.detail(),
                typeOf(problem.code().status()),
                field.or(() -> fieldOf(problem)),
                problem.code().id()));
    }

    private static String typeOf(int status) {
        if (status == TOO_MANY) {
            return "rate_limit_error";
        }
        return status >= SERVER_ERROR ? "server_error" : "invalid_request_error";
    }

    private static Optional<String> fieldOf(Problem problem) {
        return switch (problem.code()) {
            case AUDIO_INVALID, AUDIO_TOO_LARGE, AUDIO_TOO_LONG, AUDIO_UNSUPPORTED -> Optional.of("file");
            case FRAME_UNDECODABLE, FRAME_TRUNCATED, FRAME_TOO_LARGE -> Optional.of("image");
            case SPEECH_INVALID -> Optional.of("language");
            case MODEL_UNKNOWN -> Optional.of("model");
            default -> Optional.empty();
        };
    }
}
