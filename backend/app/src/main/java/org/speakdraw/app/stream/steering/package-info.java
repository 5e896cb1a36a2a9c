/**
 * What others than its client may do with a session: see how it is and what it shows, change its settings, stop it for a
 * while. It is all that a classroom knows of sessions, and sessions know nothing of classrooms. Depends on session,
 * painting and frames.
 */
@NullMarked
package org.speakdraw.app.stream.steering;

import org.jspecify.annotations.NullMarked;
