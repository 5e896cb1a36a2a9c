package org.speakdraw.app.classroom;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.NameRequest;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Body of {@code PATCH /api/classrooms/{id}}; what is absent stays as it is.
 *
 * @param open   whether newcomers may come in
 * @param naming who says how students are called
 * @param names  from which they choose
 * @param lobby  whether newcomers wait until they are let in
 */
record DoorRequest(
        @Nullable Boolean open,
        @Nullable String naming,
        @Nullable List<@Nullable String> names,
        @Nullable Boolean lobby) {

    DoorRequest {
        if (open == null && naming == null && names == null && lobby == null) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "One of \"open\", \"naming\", \"names\" and \"lobby\" is needed.");
        }
        if (names != null && names.size() > LiveClassroom.MAX_STUDENTS) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "\"names\" has at most " + LiveClassroom.MAX_STUDENTS + " names.");
        }
    }

    /**
     * How the class comes in from now on.
     *
     * @throws RequestException {@code request-invalid}
     */
    Entry entry(Entry before) {
        return new Entry(
                naming == null ? before.naming() : Naming.of(naming),
                names == null
                        ? before.names()
                        : names.stream().map(NameRequest::check).distinct().toList(),
                Optional.ofNullable(lobby).orElse(before.lobby()));
    }
}
