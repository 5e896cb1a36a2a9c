package org.speakdraw.app.classroom;

import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.PathIds;

/** Ids as they come in addresses. */
final class ClassroomIds {

    private ClassroomIds() {}

    /** @throws org.speakdraw.app.platform.RequestException {@code classroom-unknown} */
    static UUID parse(String text) {
        return PathIds.parse(text, ApiError.CLASSROOM_UNKNOWN, "There is no such classroom.");
    }

    /** @throws org.speakdraw.app.platform.RequestException {@code student-unknown} */
    static UUID parseStudent(String text) {
        return PathIds.parse(text, ApiError.STUDENT_UNKNOWN, "There is no such student in the classroom.");
    }
}
