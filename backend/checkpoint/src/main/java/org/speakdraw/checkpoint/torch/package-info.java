/**
 * Reads the weights of PyTorch's own files ({@code .bin, .ckpt, .pt, .pth}), which are programs, without running them. May use
 * {@code safetensors}.
 */
@NullMarked
package org.speakdraw.checkpoint.torch;

import org.jspecify.annotations.NullMarked;
