package org.speakdraw.app.stream.painting;

/**
 * Where a session stands that waits to be admitted.
 *
 * @param position from 1, which is next
 * @param length   of the queue
 */
public record QueuePlace(int position, int length) {}
