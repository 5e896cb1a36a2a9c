/**
 * Attacks that need nothing but a laptop in the room: each would take a server down that does not bound what it
 * accepts. They run for as long as somebody wants to watch what the others suffer. Depends on the client package only.
 */
@NullMarked
package org.speakdraw.acceptance.siege;

import org.jspecify.annotations.NullMarked;
