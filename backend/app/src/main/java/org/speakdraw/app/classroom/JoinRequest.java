package org.speakdraw.app.classroom;

import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Body of {@code POST /api/classrooms/join}.
 *
 * @param code as it was typed
 */
record JoinRequest(String code) {

    JoinRequest(@Nullable String code) {
        if (code == null) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"code\" must be a text.");
        }
        this.code = code;
    }
}
