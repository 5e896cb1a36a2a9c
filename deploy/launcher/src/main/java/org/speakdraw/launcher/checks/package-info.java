/**
 * What can be known to be wrong before anything is started, each said in one line with its own exit code.
 * Depends on the JDK only.
 */
@NullMarked
package org.speakdraw.launcher.checks;

import org.jspecify.annotations.NullMarked;
