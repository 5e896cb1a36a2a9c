/** Presets and the prompts of the past. */
@NullMarked
package org.speakdraw.acceptance.prompt;

import org.jspecify.annotations.NullMarked;
