/** The browser tests, run against the real server. Depends on {@code fixture} and {@code client}. */
@NullMarked
package org.speakdraw.acceptance.page;

import org.jspecify.annotations.NullMarked;
