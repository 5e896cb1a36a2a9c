/**
 * What other features may know of a session without knowing more: what happens to it, and what a recording needs
 * of it. Depends on frames.
 */
@NullMarked
package org.speakdraw.app.stream.events;

import org.jspecify.annotations.NullMarked;
