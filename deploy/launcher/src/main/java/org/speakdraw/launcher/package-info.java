/**
 * The commands {@code run}, {@code status}, {@code stop} and {@code logs}, and the order in which things start and
 * stop.
 * May depend on every package below; none of them depends on this one.
 */
@NullMarked
package org.speakdraw.launcher;

import org.jspecify.annotations.NullMarked;
