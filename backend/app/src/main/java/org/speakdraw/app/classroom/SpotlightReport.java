package org.speakdraw.app.classroom;

import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.ReportReason;

/**
 * Body of {@code POST /api/classrooms/{id}/reports}.
 *
 * @param seat   of the student whose picture everybody is shown
 * @param reason as {@link ReportReason#id}
 */
record SpotlightReport(@Nullable Integer seat, @Nullable String reason) {

    /** @throws RequestException {@code request-invalid} */
    int seatNumber() {
        if (seat == null) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"seat\" must be the number of a student.");
        }
        return seat;
    }
}
