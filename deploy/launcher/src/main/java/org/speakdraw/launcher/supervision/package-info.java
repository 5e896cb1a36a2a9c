/**
 * Keeps the parts of an instance running: when to start one again, and when that has become pointless. Depends on
 * {@code checks}.
 */
@NullMarked
package org.speakdraw.launcher.supervision;

import org.jspecify.annotations.NullMarked;
