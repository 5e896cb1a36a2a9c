/**
 * Speech to text for live sessions and for files: one worker with a bounded share of the machine behind
 * a fair queue.
 * Depends on settings and platform only; knows nothing of sessions.
 */
@NullMarked
package org.speakdraw.app.speech;

import org.jspecify.annotations.NullMarked;
