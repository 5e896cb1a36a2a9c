package org.speakdraw.inference.imaging;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** A JPEG whose markers have been checked and which is not decoded yet: its cost is known, none of it is spent. */
public final class PlannedJpeg implements PlannedPicture {

    private static final int BYTES_A_PIXEL = 3;

    private final JpegHeader header;
    private final int reduction;
    private final byte[] data;
    private final int offset;
    private final int length;

    PlannedJpeg(JpegHeader header, int reduction, byte[] data, int offset, int length) {
        this.header = header;
        this.reduction = reduction;
        this.data = data;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Bytes that decoding takes at its peak, inside and outside the heap: the picture twice, the file, and, of a
     * progressive file, all coefficients at full size.
     */
    @Override
    public long bytes() {
        return 2 * frameBytes() + length + header.coefficientBytes();
    }

    /** Bytes that the decoded frame keeps. */
    public long frameBytes() {
        return (long) BYTES_A_PIXEL * reduced(header.width()) * reduced(header.height());
    }

    /** By how much the sides are divided: 1, 2, 4 or 8. */
    public int reduction() {
        return reduction;
    }

    /**
     * Decodes at the planned size.
     *
     * @throws InferenceException {@code frame-undecodable}
     */
    @Override
    @SuppressWarnings("try") // the scope works by being open
    public Frame decode() {
        try (PointerScope scope = new PointerScope()) {
            BytePointer file = new BytePointer(length).put(data, offset, length);
            // Zeroed first, so that rows a broken file never fills show black and not someone else's memory.
            Mat picture =
                    new Mat(reduced(header.height()), reduced(header.width()), opencv_core.CV_8UC3, Scalar.all(0));
            Mat decoded = opencv_imgcodecs.imdecode(new Mat(1, length, opencv_core.CV_8UC1, file), flags(), picture);
            if (decoded.empty() || decoded.type() != opencv_core.CV_8UC3) {
                throw new InferenceException(InferenceError.FRAME_UNDECODABLE, "the JPEG cannot be decoded");
            }
            return OpenCv.toFrame(decoded);
        } catch (InferenceException e) {
            throw e;
        } catch (RuntimeException e) {
            throw JpegCodec.undecodable(e);
        }
    }

    /** The flags of a reduction in grey, as those in colour ask for blue first. */
    private int flags() {
        return opencv_imgcodecs.IMREAD_COLOR_RGB
                | switch (reduction) {
                    case 2 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
                    case 4 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
                    case 8 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
                    default -> 0;
                };
    }

    private int reduced(int side) {
        return side / reduction;
    }
}
