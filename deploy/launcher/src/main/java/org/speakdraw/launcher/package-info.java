/**
 * The commands {@code run}, {@code status}, {@code stop} and {@code logs}, and the order in which things start and stop.
 * May depend on every package below it; none of them depends on this one, but for {@link LaunchException}'s package
 * {@code checks}.
 */
@NullMarked
package org.speakdraw.launcher;

import org.jspecify.annotations.NullMarked;
