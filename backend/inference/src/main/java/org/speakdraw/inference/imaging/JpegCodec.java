package org.speakdraw.inference.imaging;

import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * JPEG to pixels and back. Thread-safe. Input is never trusted: size and structure are checked from the markers before
 * the decoder sees a byte. Grey, progressive and CMYK files come out as RGB; the EXIF orientation is applied.
 *
 * <p>Flipped bits inside a scan still give a picture, as they do in every browser.
 */
public final class JpegCodec {

    private final JpegLimits limits;

    /** A codec that refuses what is over {@code limits}. */
    public JpegCodec(JpegLimits limits) {
        this.limits = limits;
        OpenCv.prepare();
    }

    /**
     * Decodes {@code length} bytes of {@code data} from {@code offset} on, at full size.
     *
     * @throws InferenceException {@code frame-too-large}, {@code frame-truncated}, {@code frame-undecodable}
     */
    public Frame decode(byte[] data, int offset, int length) {
        return new PlannedJpeg(check(data, offset, length), 1, data, offset, length).decode();
    }

    /**
     * Checks {@code length} bytes of {@code data} from {@code offset} on, and finds the least that has to be decoded of
     * them for {@code size}. The bytes must not change until they are decoded.
     *
     * @throws InferenceException {@code frame-too-large}, {@code frame-truncated}, {@code frame-undecodable}
     */
    public PlannedJpeg plan(byte[] data, int offset, int length, DecodeSize size) {
        JpegHeader header = check(data, offset, length);
        return new PlannedJpeg(header, size.reduction(header.width(), header.height()), data, offset, length);
    }

    /**
     * Decodes at an eighth of the size in grey, at a fraction of the cost: the decoder reads the mean of each 8 x 8
     * block.
     *
     * @throws InferenceException {@code frame-too-large}, {@code frame-truncated}, {@code frame-undecodable}
     */
    @SuppressWarnings("try") // the scope works by being open
    public FrameSketch sketch(byte[] jpeg) {
        check(jpeg, 0, jpeg.length);
        try (PointerScope scope = new PointerScope()) {
            BytePointer file = new BytePointer(jpeg.length).put(jpeg, 0, jpeg.length);
            Mat decoded = opencv_imgcodecs.imdecode(
                    new Mat(1, jpeg.length, opencv_core.CV_8UC1, file), opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8);
            if (decoded.empty() || !decoded.isContinuous()) {
                throw new InferenceException(InferenceError.FRAME_UNDECODABLE, "the JPEG cannot be decoded");
            }
            byte[] luma = new byte[Math.multiplyExact(decoded.cols(), decoded.rows())];
            decoded.data().get(luma);
            return new FrameSketch(decoded.cols(), decoded.rows(), luma);
        } catch (InferenceException e) {
            throw e;
        } catch (RuntimeException e) {
            throw undecodable(e);
        }
    }

    private JpegHeader check(byte[] data, int offset, int length) {
        if (length > limits.maxBytes()) {
            throw new InferenceException(
                    InferenceError.FRAME_TOO_LARGE,
                    "a frame of " + length + " bytes; at most " + limits.maxBytes() + " are taken");
        }
        JpegHeader header = JpegHeader.read(data, offset, length);
        if (header.pixels() > limits.maxPixels()) {
            throw new InferenceException(
                    InferenceError.FRAME_TOO_LARGE,
                    "a frame of " + header.width() + " x " + header.height() + "; at most " + limits.maxPixels()
                            + " pixels are taken");
        }
        return header;
    }

    static InferenceException undecodable(RuntimeException cause) {
        return new InferenceException(InferenceError.FRAME_UNDECODABLE, "the JPEG cannot be decoded", cause);
    }

    /**
     * Encodes what was painted with 4:2:0 chroma, marked as made by AI ({@link org.speakdraw.inference.AiMark}).
     *
     * @param quality 1 (smallest) to 100
     */
    public byte[] encode(Frame frame, int quality) {
        return encode(frame, quality, JpegMark::copy);
    }

    /** The same with a picture that AI did not make: without the mark. */
    public byte[] encodeOriginal(Frame frame, int quality) {
        return encode(frame, quality, file -> {
            byte[] bytes = new byte[Math.toIntExact(file.limit())];
            file.get(bytes);
            return bytes;
        });
    }

    @SuppressWarnings("try") // the scope works by being open
    private static byte[] encode(Frame frame, int quality, Function<BytePointer, byte[]> copy) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("a JPEG quality of " + quality + "; it is 1 to 100");
        }
        try (PointerScope scope = new PointerScope()) {
            Mat picture = OpenCv.toMat(frame);
            opencv_imgproc.cvtColor(picture, picture, opencv_imgproc.COLOR_RGB2BGR);
            BytePointer file = new BytePointer();
            IntPointer settings = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
            opencv_imgcodecs.imencode(".jpg", picture, file, settings);
            return copy.apply(file);
        }
    }

    /** A copy of a painted picture that another program encoded, marked as {@link #encode} marks them. */
    public static byte[] mark(byte[] jpeg) {
        return JpegMark.copy(jpeg);
    }
}
