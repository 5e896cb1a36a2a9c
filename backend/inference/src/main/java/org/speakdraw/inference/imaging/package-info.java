/**
 * JPEG and picture geometry: the only package that imports OpenCV.
 * May depend on the root package only.
 */
@NullMarked
package org.speakdraw.inference.imaging;

import org.jspecify.annotations.NullMarked;
