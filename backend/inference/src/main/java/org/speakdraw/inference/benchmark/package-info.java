/**
 * The engine's own benchmark, and its check of replayed calls, for users: {@code ./speakdraw bench}. May depend on the root
 * package, diffusion and onnx.
 */
@NullMarked
package org.speakdraw.inference.benchmark;

import org.jspecify.annotations.NullMarked;
