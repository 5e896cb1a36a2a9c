/** CLIP's tokenizer, for checkpoints that come without one. Depends on nothing of this project. */
@NullMarked
package org.speakdraw.checkpoint.tokenizer;

import org.jspecify.annotations.NullMarked;
