/**
 * Measures a running server: N sessions over real WebSockets, with their frame rates, latencies and drops, and the
 * server's CPU time. Depends on {@code client} and picocli.
 */
@NullMarked
package org.speakdraw.acceptance.load;

import org.jspecify.annotations.NullMarked;
