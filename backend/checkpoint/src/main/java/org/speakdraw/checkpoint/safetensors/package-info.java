/**
 * Files of tensors in the safetensors format, read without trusting them. Depends on {@code CheckpointException} only.
 */
@NullMarked
package org.speakdraw.checkpoint.safetensors;

import org.jspecify.annotations.NullMarked;
