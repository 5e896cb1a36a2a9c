/**
 * Films of pictures, made with FFmpeg's libraries. Depends on the root package only.
 */
@NullMarked
package org.speakdraw.inference.video;

import org.jspecify.annotations.NullMarked;
