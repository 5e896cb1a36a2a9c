/**
 * Sound files of any kind to samples: the only package that imports FFmpeg.
 * May depend on the root package only.
 */
@NullMarked
package org.speakdraw.inference.audio;

import org.jspecify.annotations.NullMarked;
