package org.speakdraw.inference.imaging;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.speakdraw.inference.Frame;

/**
 * Thin edges (Canny, "A computational approach to edge detection"), with the thresholds that ControlNets are usually shown
 * them with. Thread-safe.
 */
public final class CannyEdges {

    private static final double WEAK = 100;
    private static final double STRONG = 200;

    static {
        OpenCv.prepare();
    }

    private CannyEdges() {}

    /** A frame of the same size: white where the edges are, else black. */
    @SuppressWarnings("try") // the scope works by being open
    public static Frame of(Frame frame) {
        try (PointerScope scope = new PointerScope()) {
            Mat edges = new Mat();
            opencv_imgproc.Canny(OpenCv.toMat(frame), edges, WEAK, STRONG);
            Mat wide = new Mat();
            opencv_imgproc.cvtColor(edges, wide, opencv_imgproc.COLOR_GRAY2RGB);
            return OpenCv.toFrame(wide);
        }
    }
}
