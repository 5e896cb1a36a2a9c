package org.speakdraw.app.classroom;

import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Body of {@code PATCH /api/classrooms/{id}}.
 *
 * @param open whether newcomers may come in
 */
record DoorRequest(Boolean open) {

    DoorRequest(@Nullable Boolean open) {
        if (open == null) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"open\" must be true or false.");
        }
        this.open = open;
    }
}
