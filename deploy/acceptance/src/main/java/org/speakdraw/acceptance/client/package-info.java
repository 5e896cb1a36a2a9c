/**
 * A client of the server's protocols in plain Java: real sockets, nothing of the server's own code. Depends on the JDK
 * and Jackson.
 */
@NullMarked
package org.speakdraw.acceptance.client;

import org.jspecify.annotations.NullMarked;
