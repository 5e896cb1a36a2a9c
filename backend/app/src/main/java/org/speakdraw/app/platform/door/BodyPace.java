package org.speakdraw.app.platform.door;

import java.time.Duration;

/**
 * How fast a body must come: so much in every interval, however fast it was before, and all of it within a time.
 *
 * @param interval between two looks, and all the time that a small body has
 * @param bytes    in each interval
 * @param total    for the largest body
 */
record BodyPace(Duration interval, long bytes, Duration total) {}
