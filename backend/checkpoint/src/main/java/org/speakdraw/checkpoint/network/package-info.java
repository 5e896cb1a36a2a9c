/**
 * The networks of Stable Diffusion as graphs, each from the configuration that diffusers or transformers keep beside its
 * weights, and with their names of the weights. Depends on {@code graph}.
 */
@NullMarked
package org.speakdraw.checkpoint.network;

import org.jspecify.annotations.NullMarked;
