package org.speakdraw.inference.imaging;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.speakdraw.inference.Frame;

/**
 * Brings the whole view of a frame to a size and gives up its aspect, as networks with a fixed input want it. Averages
 * areas when it shrinks and interpolates linearly when it enlarges. Thread-safe. Where the aspect is to be kept,
 * {@link FrameFitter} is the one to take.
 */
public final class FrameStretcher {

    private FrameStretcher() {}

    /** Returns {@code frame} itself when it already has that size. */
    @SuppressWarnings("try") // the scope works by being open
    public static Frame stretch(Frame frame, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a size of " + width + " x " + height + ": each side is at least 1");
        }
        if (frame.width() == width && frame.height() == height) {
            return frame;
        }
        OpenCv.prepare();
        boolean shrinks = width <= frame.width() && height <= frame.height();
        int filter = shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
        try (PointerScope scope = new PointerScope()) {
            Mat target = new Mat(height, width, opencv_core.CV_8UC3);
            opencv_imgproc.resize(OpenCv.toMat(frame), target, new Size(width, height), 0, 0, filter);
            return OpenCv.toFrame(target);
        }
    }
}
