/**
 * Live sessions: frames in over a WebSocket, one engine loop a device, pictures out over the WebSocket and as MJPEG.
 * Depends on fairness, settings, prompt, participant, platform and the inference module; whoever wants to know what happens observes the CDI
 * events in {@link org.speakdraw.app.stream.SessionEvent}.
 */
@NullMarked
package org.speakdraw.app.stream;

import org.jspecify.annotations.NullMarked;
