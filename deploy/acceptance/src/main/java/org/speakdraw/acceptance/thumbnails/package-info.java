/** Paints the pictures of the built-in presets through a real server. Depends on client. */
@NullMarked
package org.speakdraw.acceptance.thumbnails;

import org.jspecify.annotations.NullMarked;
