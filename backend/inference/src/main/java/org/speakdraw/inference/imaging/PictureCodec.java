package org.speakdraw.inference.imaging;

import java.util.Optional;
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
 * Single pictures: JPEG, PNG and WebP to pixels and back, within the bounds that frames have; a stream's frames go
 * through {@link JpegCodec}. Thread-safe. Input is never trusted: size and structure are checked before the decoder sees
 * a byte, and it sees nothing but what makes the picture.
 */
public final class PictureCodec {

    /** From 0 to 9: more is hardly smaller and takes many times as long. */
    private static final int PNG_EFFORT = 3;

    private final JpegLimits limits;
    private final JpegCodec jpegs;

    /** A codec that refuses what is over {@code limits}. */
    public PictureCodec(JpegLimits limits) {
        this.limits = limits;
        this.jpegs = new JpegCodec(limits);
    }

    /**
     * Checks a file, and finds the least that has to be decoded of it for {@code size}. It must not change until it is
     * decoded.
     *
     * @throws InferenceException {@code frame-too-large}, {@code frame-truncated}, {@code frame-undecodable}
     */
    public PlannedPicture plan(byte[] file, DecodeSize size) {
        return formatOf(file) == PictureFormat.JPEG
                ? jpegs.plan(file, 0, file.length, size)
                : new PlannedFile(check(file));
    }

    /**
     * Where a picture is transparent: 0 is what cannot be seen at all. Empty for those without transparency.
     *
     * @throws InferenceException as {@link #plan}
     */
    public Optional<Matte> opacity(byte[] file) {
        if (formatOf(file) == PictureFormat.JPEG) {
            return Optional.empty();
        }
        CheckedFile checked = check(file);
        return checked.transparent() ? new PlannedFile(checked).opacity() : Optional.empty();
    }

    private PictureFormat formatOf(byte[] file) {
        if (file.length > limits.maxBytes()) {
            throw new InferenceException(
                    InferenceError.FRAME_TOO_LARGE,
                    "a picture of " + file.length + " bytes; at most " + limits.maxBytes() + " are taken");
        }
        return PictureFormat.of(file)
                .orElseThrow(() -> CheckedFile.undecodable("the file is no JPEG, PNG or WebP picture"));
    }

    private CheckedFile check(byte[] file) {
        CheckedFile checked = formatOf(file) == PictureFormat.PNG ? PngFile.check(file) : WebpFile.check(file);
        if (checked.pixels() > limits.maxPixels()) {
            throw new InferenceException(
                    InferenceError.FRAME_TOO_LARGE,
                    "a picture of " + checked.width() + " x " + checked.height() + "; at most " + limits.maxPixels()
                            + " pixels are taken");
        }
        return checked;
    }

    /**
     * Writes a picture, marked as made by AI ({@link org.speakdraw.inference.AiMark}).
     *
     * @param quality 1 (smallest) to 100; PNG keeps every pixel whatever it is
     */
    @SuppressWarnings("try") // the scope works by being open
    public byte[] encode(Frame frame, PictureFormat format, int quality) {
        if (format == PictureFormat.JPEG) {
            return jpegs.encode(frame, quality);
        }
        try (PointerScope scope = new PointerScope()) {
            Mat picture = OpenCv.toMat(frame);
            opencv_imgproc.cvtColor(picture, picture, opencv_imgproc.COLOR_RGB2BGR);
            IntPointer settings = format == PictureFormat.PNG
                    ? new IntPointer(opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, PNG_EFFORT)
                    : new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality);
            BytePointer file = new BytePointer();
            opencv_imgcodecs.imencode(format.suffix(), picture, file, settings);
            byte[] bytes = new byte[Math.toIntExact(file.limit())];
            file.get(bytes);
            return format == PictureFormat.PNG
                    ? ChunkMark.png(bytes)
                    : ChunkMark.webp(bytes, frame.width(), frame.height());
        }
    }

    /** A PNG or WebP. */
    private record PlannedFile(CheckedFile file) implements PlannedPicture {

        private static final int WHITE = 255;

        @Override
        public long bytes() {
            // What the decoder keeps, that in 8 bits, its copy in the heap, and the frame.
            return file.pixels() * (file.pixelBytes() + 4 + 4 + 3) + 2L * file.bytes().length;
        }

        @Override
        public Frame decode() {
            byte[] bgra = pixels();
            byte[] rgb = new byte[bgra.length / 4 * 3];
            for (int from = 0, to = 0; from < bgra.length; from += 4, to += 3) {
                int opacity = bgra[from + 3] & 0xFF;
                rgb[to] = overWhite(bgra[from + 2], opacity);
                rgb[to + 1] = overWhite(bgra[from + 1], opacity);
                rgb[to + 2] = overWhite(bgra[from], opacity);
            }
            return new Frame(file.width(), file.height(), rgb);
        }

        private static byte overWhite(byte colour, int opacity) {
            return (byte) (((colour & 0xFF) * opacity + WHITE * (WHITE - opacity) + WHITE / 2) / WHITE);
        }

        Optional<Matte> opacity() {
            byte[] bgra = pixels();
            float[] alpha = new float[bgra.length / 4];
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (bgra[4 * i + 3] & 0xFF) / 255f;
            }
            return Optional.of(new Matte(file.width(), file.height(), alpha));
        }

        /** Blue, green, red, opacity. */
        @SuppressWarnings("try") // the scope works by being open
        private byte[] pixels() {
            byte[] data = file.bytes();
            try (PointerScope scope = new PointerScope()) {
                BytePointer bytes = new BytePointer(data.length).put(data, 0, data.length);
                Mat decoded = opencv_imgcodecs.imdecode(
                        new Mat(1, data.length, opencv_core.CV_8UC1, bytes),
                        file.transparent() ? opencv_imgcodecs.IMREAD_UNCHANGED : opencv_imgcodecs.IMREAD_COLOR_BGR);
                if (decoded.cols() != file.width() || decoded.rows() != file.height()) {
                    throw CheckedFile.undecodable("the picture cannot be decoded");
                }
                if (decoded.depth() == opencv_core.CV_16U) {
                    Mat narrow = new Mat();
                    decoded.convertTo(narrow, opencv_core.CV_8U, 1 / 257.0, 0);
                    decoded = narrow;
                }
                return OpenCv.toBytes(toBgra(decoded));
            } catch (InferenceException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new InferenceException(InferenceError.FRAME_UNDECODABLE, "the picture cannot be decoded", e);
            }
        }

        private static Mat toBgra(Mat decoded) {
            Mat bgra = new Mat();
            switch (decoded.channels()) {
                case 1 -> opencv_imgproc.cvtColor(decoded, bgra, opencv_imgproc.COLOR_GRAY2BGRA);
                case 3 -> opencv_imgproc.cvtColor(decoded, bgra, opencv_imgproc.COLOR_BGR2BGRA);
                case 4 -> bgra = decoded;
                default -> throw CheckedFile.undecodable("a picture of " + decoded.channels() + " channels");
            }
            return bgra;
        }
    }
}
