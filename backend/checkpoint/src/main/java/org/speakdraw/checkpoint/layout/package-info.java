/**
 * How published checkpoints lie on disk: a folder for each network, or one file with all of them under older names.
 * Depends on {@code safetensors}, {@code torch} and {@code graph}.
 */
@NullMarked
package org.speakdraw.checkpoint.layout;

import org.jspecify.annotations.NullMarked;
