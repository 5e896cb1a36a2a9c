/** Tests of checkpoints on networks that diffusers has made and run. */
@NullMarked
package org.speakdraw.checkpoint;

import org.jspecify.annotations.NullMarked;
