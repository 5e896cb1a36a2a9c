package org.speakdraw.inference.matting;

import org.speakdraw.inference.Frame;

/**
 * One session's frame on its way into a matting network.
 *
 * @param frame      at the size that the network is to see
 * @param source     names where the frames come from (camera, file, canvas...); a change means a cut
 * @param ratio      only Robust Video Matting heeds it
 * @param foreground whether the foreground estimate is wanted too, where the network has one
 * @param state      the session's own; a batch holds it once
 */
public record MattingInput(Frame frame, String source, DownsampleRatio ratio, boolean foreground, MattingState state) {}
