/**
 * What was said: the networks of Whisper and Moonshine with their search, thresholds and windows.
 * May depend on the packages {@code onnx} and {@code imaging} and on the root package.
 */
@NullMarked
package org.speakdraw.inference.speech;

import org.jspecify.annotations.NullMarked;
