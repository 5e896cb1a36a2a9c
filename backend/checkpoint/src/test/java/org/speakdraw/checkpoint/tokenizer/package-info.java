/** Tests of CLIP's tokenizer as it is packed. */
@NullMarked
package org.speakdraw.checkpoint.tokenizer;

import org.jspecify.annotations.NullMarked;
