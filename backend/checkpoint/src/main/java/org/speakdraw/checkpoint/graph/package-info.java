/**
 * Builds ONNX graphs and writes them with their weights in a file beside them. Depends on {@code safetensors}, for the
 * weights.
 */
@NullMarked
package org.speakdraw.checkpoint.graph;

import org.jspecify.annotations.NullMarked;
