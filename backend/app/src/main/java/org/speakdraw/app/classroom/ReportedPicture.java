package org.speakdraw.app.classroom;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.speakdraw.app.safety.ReportReason;

/**
 * A student's picture that everybody in the class was shown, and somebody reported; without its bytes.
 *
 * @param name    as the student is called now; empty when no name was given
 * @param reasons how many people had which
 * @param hidden  whether nobody but the teacher is shown pictures of the student until it is decided
 * @param since   when it was first reported
 */
record ReportedPicture(
        UUID id,
        UUID classroom,
        UUID student,
        String name,
        Map<ReportReason, Integer> reasons,
        boolean hidden,
        Instant since) {}
