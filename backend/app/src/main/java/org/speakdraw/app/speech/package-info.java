/**
 * Speech to text for live sessions and for files: one worker with a bounded share of the machine, a fair queue before it.
 * Depends on settings and platform only; knows nothing of sessions.
 */
@NullMarked
package org.speakdraw.app.speech;

import org.jspecify.annotations.NullMarked;
