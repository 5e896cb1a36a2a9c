/**
 * Tells pictures that do not belong in a school from others. Depends on onnx, imaging and the root package.
 */
@NullMarked
package org.speakdraw.inference.safety;

import org.jspecify.annotations.NullMarked;
