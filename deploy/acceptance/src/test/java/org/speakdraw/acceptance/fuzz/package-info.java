/** Hostile input at the running server, by the thousand. */
@NullMarked
package org.speakdraw.acceptance.fuzz;

import org.jspecify.annotations.NullMarked;
