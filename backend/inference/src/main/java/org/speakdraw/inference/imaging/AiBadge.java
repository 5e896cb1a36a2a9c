package org.speakdraw.inference.imaging;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.speakdraw.inference.Frame;

/** The letters "AI" on a dark ground in a corner of a picture, for people who see it without its mark. Thread-safe. */
public final class AiBadge {

    private static final String TEXT = "AI";
    private static final int FONT = opencv_imgproc.FONT_HERSHEY_SIMPLEX;
    /** Of the shorter side; never smaller than can be read. */
    private static final double HEIGHT = 0.07;

    private static final int MIN_HEIGHT = 12;

    private AiBadge() {}

    /** A copy of {@code frame} with the badge in {@code corner}. */
    @SuppressWarnings("try") // the scope works by being open
    public static Frame on(Frame frame, Corner corner) {
        OpenCv.prepare();
        try (PointerScope scope = new PointerScope()) {
            Mat picture = OpenCv.toMat(frame);
            int height = (int) Math.max(MIN_HEIGHT, HEIGHT * Math.min(frame.width(), frame.height()));
            double scale = 0.6 * height / 21;
            int thickness = Math.max(1, height / 16);
            Size text = opencv_imgproc.getTextSize(TEXT, FONT, scale, thickness, new IntPointer(1));
            int width = text.width() + height / 2;
            int margin = height / 3;
            int left = corner.isLeft() ? margin : Math.max(0, frame.width() - margin - width);
            int top = corner.isTop() ? margin : Math.max(0, frame.height() - margin - height);
            opencv_imgproc.rectangle(
                    picture,
                    new Rect(left, top, width, height),
                    new Scalar(24, 24, 24, 0),
                    opencv_imgproc.FILLED,
                    opencv_imgproc.LINE_8,
                    0);
            Point baseline = new Point(left + (width - text.width()) / 2, top + (height + text.height()) / 2);
            Scalar white = new Scalar(255, 255, 255, 0);
            opencv_imgproc.putText(
                    picture, TEXT, baseline, FONT, scale, white, thickness, opencv_imgproc.LINE_AA, false);
            return OpenCv.toFrame(picture);
        }
    }
}
