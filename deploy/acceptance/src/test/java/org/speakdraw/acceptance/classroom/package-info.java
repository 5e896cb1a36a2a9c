/** A lesson with a teacher, students and a projector, against a running server. */
@NullMarked
package org.speakdraw.acceptance.classroom;

import org.jspecify.annotations.NullMarked;
