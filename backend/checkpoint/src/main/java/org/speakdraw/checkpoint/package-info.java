/**
 * Makes a bundle of a checkpoint: reads its layout, builds the graphs that its configuration describes, and writes its
 * weights beside them. Depends on its own subpackages, of which none depends on it but for {@code CheckpointException}.
 */
@NullMarked
package org.speakdraw.checkpoint;

import org.jspecify.annotations.NullMarked;
