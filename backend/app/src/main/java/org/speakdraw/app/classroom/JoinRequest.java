package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.NameRequest;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Body of {@code POST /api/classrooms/join} and {@code POST /api/classrooms/door}.
 *
 * @param code as it was typed
 * @param name as the student wants to be called; empty for who is called already, or is given a name
 */
record JoinRequest(String code, Optional<String> name) {

    @JsonCreator
    JoinRequest(@JsonProperty("code") @Nullable String code, @JsonProperty("name") @Nullable String name) {
        this(requireCode(code), Optional.ofNullable(name).map(NameRequest::check));
    }

    private static String requireCode(@Nullable String code) {
        if (code == null) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"code\" must be a text.");
        }
        return code;
    }
}
