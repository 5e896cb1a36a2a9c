/**
 * What clients speak: the session socket and its messages, the HTTP calls, MJPEG streams, and what comes in put
 * together within limits. The top room of {@code stream}: it depends on every other and none depends on it.
 */
@NullMarked
package org.speakdraw.app.stream.wire;

import org.jspecify.annotations.NullMarked;
