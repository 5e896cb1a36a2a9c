/**
 * Networks in the ONNX format and the devices they run on: the only package that imports {@code ai.onnxruntime}, and
 * {@code com.google.protobuf}, with which graphs are changed before they are loaded. May depend on the root package only.
 */
@NullMarked
package org.speakdraw.inference.onnx;

import org.jspecify.annotations.NullMarked;
