package org.speakdraw.app.stream.frames;

/**
 * A picture as it goes out; shared by all viewers, so nobody changes it.
 *
 * @param tag  of the input frame it was made from
 * @param jpeg the picture
 */
public record OutputFrame(FrameTag tag, byte[] jpeg) {}
