/**
 * Films of pictures, made by FFmpeg in a process of its own. Depends on the root package only.
 */
@NullMarked
package org.speakdraw.inference.video;

import org.jspecify.annotations.NullMarked;
