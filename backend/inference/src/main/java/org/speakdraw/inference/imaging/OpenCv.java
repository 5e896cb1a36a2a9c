package org.speakdraw.inference.imaging;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.speakdraw.inference.Frame;

/** The border between our frames and OpenCV's matrices. Matrices belong to the caller's {@code PointerScope}. */
final class OpenCv {

    private OpenCv() {}

    /** One thread a call: frames of many sessions are already handled side by side. */
    static void prepare() {
        opencv_core.setNumThreads(1);
    }

    /** A matrix with its own copy of the pixels; 8-bit, 3 channels, red first. */
    static Mat toMat(Frame frame) {
        byte[] rgb = frame.rgb();
        BytePointer pixels = new BytePointer(rgb.length).put(rgb, 0, rgb.length);
        return new Mat(frame.height(), frame.width(), opencv_core.CV_8UC3, pixels);
    }

    /** Copies an 8-bit, 3-channel matrix, red first. */
    static Frame toFrame(Mat matrix) {
        return new Frame(matrix.cols(), matrix.rows(), toBytes(matrix));
    }

    /** Copies an 8-bit matrix of any number of channels. */
    static byte[] toBytes(Mat matrix) {
        Mat dense = matrix.isContinuous() ? matrix : matrix.clone();
        byte[] bytes = new byte[Math.multiplyExact(dense.channels(), Math.multiplyExact(dense.cols(), dense.rows()))];
        dense.data().get(bytes);
        return bytes;
    }
}
