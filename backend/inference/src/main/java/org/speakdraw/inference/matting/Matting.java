package org.speakdraw.inference.matting;

import java.util.Optional;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Matte;

/**
 * What a matting network found in one frame.
 *
 * @param matte      as the network gave it, at the network's own size or the frame's
 * @param foreground the colours of the person without the background shining through, at the frame's size; empty where
 *     the network has none or nobody asked
 */
public record Matting(Matte matte, Optional<Frame> foreground) {}
