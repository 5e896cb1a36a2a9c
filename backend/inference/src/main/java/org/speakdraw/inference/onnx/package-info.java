/**
 * Networks in the ONNX format and the devices they run on: the only package that imports {@code ai.onnxruntime}.
 * May depend on the root package only.
 */
@NullMarked
package org.speakdraw.inference.onnx;

import org.jspecify.annotations.NullMarked;
