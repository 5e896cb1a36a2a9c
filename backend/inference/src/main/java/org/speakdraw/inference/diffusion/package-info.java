/**
 * The repainting itself: text encoder, VAE, UNet, schedule, and the stream batch that serves every session at once.
 * May depend on the packages {@code onnx}, {@code remote} and {@code imaging} and on the root package.
 */
@NullMarked
package org.speakdraw.inference.diffusion;

import org.jspecify.annotations.NullMarked;
