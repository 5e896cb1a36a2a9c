/**
 * Low-rank changes to a model's weights (Hu et al., "LoRA"), added to them while a bundle is made. Depends on
 * {@code graph} and {@code safetensors}.
 */
@NullMarked
package org.speakdraw.checkpoint.lora;

import org.jspecify.annotations.NullMarked;
