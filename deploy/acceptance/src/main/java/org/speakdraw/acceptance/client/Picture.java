package org.speakdraw.acceptance.client;

/**
 * An output picture as it arrived.
 *
 * @param sequence      of the input frame it was made from
 * @param captureMicros echoed
 * @param jpeg          the picture
 * @param arrivedNanos  {@link System#nanoTime}
 */
public record Picture(long sequence, long captureMicros, byte[] jpeg, long arrivedNanos) {}
