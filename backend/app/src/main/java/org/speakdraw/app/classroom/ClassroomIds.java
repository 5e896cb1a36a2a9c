package org.speakdraw.app.classroom;

import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Ids as they come in addresses. */
final class ClassroomIds {

    private ClassroomIds() {}

    /** @throws RequestException {@code classroom-unknown} */
    static UUID parse(String text) {
        return parse(text, ApiError.CLASSROOM_UNKNOWN, "There is no such classroom.");
    }

    /** @throws RequestException {@code student-unknown} */
    static UUID parseStudent(String text) {
        return parse(text, ApiError.STUDENT_UNKNOWN, "There is no such student in the classroom.");
    }

    private static UUID parse(String text, ApiError refusal, String detail) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RequestException(refusal, detail, e);
        }
    }
}
