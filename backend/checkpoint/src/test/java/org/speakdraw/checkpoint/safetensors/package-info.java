/** Tests of the reader on files that are not what they seem. */
@NullMarked
package org.speakdraw.checkpoint.safetensors;

import org.jspecify.annotations.NullMarked;
