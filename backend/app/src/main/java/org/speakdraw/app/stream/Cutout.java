package org.speakdraw.app.stream;

import java.util.Optional;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Matte;

/**
 * What {@code human} mode keeps of a frame until its picture is done.
 *
 * @param view       what the stream sees of the frame, at the frame's own resolution
 * @param matte      of the person in it
 * @param foreground the person's own colours, where the network gives them
 */
record Cutout(Frame view, Matte matte, Optional<Frame> foreground) {}
