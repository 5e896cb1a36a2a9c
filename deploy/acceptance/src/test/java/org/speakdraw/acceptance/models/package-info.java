/** Tests of the commands and of start and stop. Depends on {@code fixture} and {@code client}. */
@NullMarked
package org.speakdraw.acceptance.models;

import org.jspecify.annotations.NullMarked;
