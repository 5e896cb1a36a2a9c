package org.speakdraw.app.stream.frames;

/**
 * What travels with a frame through the engine and comes back with the picture made from it.
 *
 * @param sequence      the client's number of the frame, unsigned 32 bits
 * @param captureMicros the client's clock when it captured the frame; opaque here
 * @param receivedNanos our {@link System#nanoTime} when it arrived
 */
public record FrameTag(long sequence, long captureMicros, long receivedNanos) {}
