/** Tests of the commands and of start and stop. Depends on {@code fixture} and {@code client}. */
@NullMarked
package org.speakdraw.acceptance.launcher;

import org.jspecify.annotations.NullMarked;
