/**
 * Recordings that an owner switched on: key frames, settings and gaps written beside the stream, their time line,
 * replay, export and repainting. Depends on history, stream, participant, settings and platform; nothing depends on it.
 */
@NullMarked
package org.speakdraw.app.recording;

import org.jspecify.annotations.NullMarked;
