/**
 * The engines: a loop for each device that takes due turns in a fair order and paints them in one tick, the
 * models, and the admission of streams to engines. Knows a stream as a {@link
 * org.speakdraw.app.stream.painting.Turn} only. Depends on frames, person and fairness.
 */
@NullMarked
package org.speakdraw.app.stream.painting;

import org.jspecify.annotations.NullMarked;
