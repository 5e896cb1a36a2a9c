/** Being known again without an account. */
@NullMarked
package org.speakdraw.acceptance.participant;

import org.jspecify.annotations.NullMarked;
