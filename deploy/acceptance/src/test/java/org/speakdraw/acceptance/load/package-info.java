/**
 * How the real server shares its engine among sessions. Depends on {@code fixture}, {@code client} and {@code load}.
 */
@NullMarked
package org.speakdraw.acceptance.load;

import org.jspecify.annotations.NullMarked;
