package org.speakdraw.app.classroom;

import java.time.Instant;
import java.util.UUID;

/**
 * A picture that was handed in, as an administrator sees it: without whose it is, and without its bytes.
 *
 * @param classroom where it was handed in
 * @param prompt    that it was painted from
 */
record WorkOnServer(UUID id, UUID classroom, String prompt, Instant handedInAt) {}
