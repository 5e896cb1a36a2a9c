package org.speakdraw.app.classroom;

import java.time.Instant;
import java.util.UUID;

/**
 * A picture that a student has handed in, without its bytes.
 *
 * @param student whose it is
 * @param name    as the student is called now; empty when no name was given
 * @param prompt  that it was painted from
 */
record HandedInWork(UUID id, UUID student, String name, String prompt, Instant handedInAt) {}
