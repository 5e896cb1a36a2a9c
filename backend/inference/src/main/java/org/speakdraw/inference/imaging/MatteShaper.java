package org.speakdraw.inference.imaging;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Mattes at the size and of the shape that a composite needs. */
final class MatteShaper {

    /** Part of a regular octagon's inner radius that its diagonal sides take: 2 - sqrt(2). */
    private static final double DIAGONAL_PART = 0.586;

    private MatteShaper() {}

    /** Resizes, grows and feathers; not inverted yet. Returns the matte's own values where nothing is to do. */
    @SuppressWarnings("try") // the scope works by being open
    static float[] shape(Matte matte, int width, int height, CompositeOptions options) {
        boolean resize = matte.width() != width || matte.height() != height;
        if (!resize && options.grow() == 0 && options.feather() == 0) {
            return matte.alpha();
        }
        OpenCv.prepare();
        try (PointerScope scope = new PointerScope()) {
            FloatPointer given = new FloatPointer(matte.alpha().length).put(matte.alpha(), 0, matte.alpha().length);
            Mat plane = new Mat(matte.height(), matte.width(), opencv_core.CV_32FC1, given);
            if (resize) {
                Mat resized = new Mat();
                boolean shrinks = width <= matte.width() && height <= matte.height();
                int filter = shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
                opencv_imgproc.resize(plane, resized, new Size(width, height), 0, 0, filter);
                plane = resized;
            }
            if (options.grow() != 0) {
                grow(plane, options.grow());
            }
            if (options.feather() > 0) {
                // Two boxes make a ramp without corners; together they reach as far as the feather.
                blur(plane, options.feather() / 2);
                blur(plane, options.feather() - options.feather() / 2);
            }
            float[] shaped = new float[width * height];
            new FloatPointer(plane.data()).get(shaped);
            return shaped;
        }
    }

    /** By an octagon, as near to a disc as steps this cheap come: a square first, then diamonds one pixel at a time. */
    private static void grow(Mat plane, int pixels) {
        int amount = Math.abs(pixels);
        int diagonal = (int) Math.round(amount * DIAGONAL_PART);
        int straight = amount - diagonal;
        if (straight > 0) {
            int side = 2 * straight + 1;
            morph(plane, opencv_imgproc.MORPH_RECT, side, 1, pixels > 0);
        }
        if (diagonal > 0) {
            morph(plane, opencv_imgproc.MORPH_CROSS, 3, diagonal, pixels > 0);
        }
    }

    private static void morph(Mat plane, int kind, int side, int times, boolean enlarge) {
        Mat kernel = opencv_imgproc.getStructuringElement(kind, new Size(side, side));
        Point centre = new Point(-1, -1);
        int border = opencv_core.BORDER_REPLICATE;
        if (enlarge) {
            opencv_imgproc.dilate(plane, plane, kernel, centre, times, border, Scalar.all(0));
        } else {
            opencv_imgproc.erode(plane, plane, kernel, centre, times, border, Scalar.all(0));
        }
    }

    private static void blur(Mat plane, int radius) {
        if (radius > 0) {
            int side = 2 * radius + 1;
            opencv_imgproc.blur(plane, plane, new Size(side, side), new Point(-1, -1), opencv_core.BORDER_REPLICATE);
        }
    }
}
