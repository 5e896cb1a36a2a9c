/** Tests of the reader on files that are not what they seem. */
@NullMarked
package org.speakdraw.checkpoint.torch;

import org.jspecify.annotations.NullMarked;
