/** The live stream from outside: real sockets against the real server. Depends on fixture and client. */
@NullMarked
package org.speakdraw.acceptance.stream;

import org.jspecify.annotations.NullMarked;
