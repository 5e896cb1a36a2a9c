/**
 * Prompts: their text, where they came from and in what language. Depends on nothing but platform.
 */
@NullMarked
package org.speakdraw.app.prompt;

import org.jspecify.annotations.NullMarked;
