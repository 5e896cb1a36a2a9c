package org.speakdraw.app.pictures;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.speakdraw.app.pictures.PictureWish.MaskKind;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.DecodeBudget;
import org.speakdraw.inference.imaging.DecodeSize;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.JpegLimits;
import org.speakdraw.inference.imaging.Matte;
import org.speakdraw.inference.imaging.PictureCodec;
import org.speakdraw.inference.imaging.PlannedPicture;

/** Decodes what is repainted, within the memory that the streams' frames have. Thread-safe. */
@Singleton
public class OriginalReader {

    /** Bytes of one file. */
    static final int MAX_BYTES = 10 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Pixels of the longest side that are of use: more is in no picture that comes out. */
    private static final int LONGEST = 2048;

    private final PictureCodec codec;
    private final DecodeBudget budget;

    @Inject
    OriginalReader(StreamLimits limits, DecodeBudget budget) {
        this.codec = new PictureCodec(new JpegLimits(MAX_BYTES, limits.maxFramePixels()));
        this.budget = budget;
    }

    PictureCodec codec() {
        return codec;
    }

    /**
     * Decodes a picture with its mask.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code frame-too-large}, {@code frame-truncated}, {@code
     *     frame-undecodable}; {@code too-many-requests} while others hold the memory
     */
    RepaintedPicture read(PictureWish.Original original) {
        Frame colours = decode(original.file());
        Optional<Frame> mask = original.kind() == MaskKind.TRANSPARENT
                ? original.mask()
                        .map(this::transparent)
                        .orElseGet(() -> transparent(original.file()).filter(OriginalReader::isAnywhere))
                : original.mask().map(file -> bright(file, original.kind() == MaskKind.BLACK));
        return new RepaintedPicture(colours, mask, original.feather());
    }

    /** Most pictures that could be transparent are nowhere: then all of it is meant. */
    private static boolean isAnywhere(Frame mask) {
        for (byte value : mask.rgb()) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    private Frame decode(byte[] file) {
        return within(file, () -> FrameFitter.shrink(plan(file).decode(), LONGEST));
    }

    private PlannedPicture plan(byte[] file) {
        return codec.plan(file, new DecodeSize(LONGEST, LONGEST, Fit.LETTERBOX));
    }

    /** White where it is transparent; nothing where it is nowhere. */
    private Optional<Frame> transparent(byte[] file) {
        return within(file, () -> codec.opacity(file).map(OriginalReader::inverted));
    }

    private static Frame inverted(Matte opacity) {
        return FrameFitter.shrink(inverted(opacity.toFrame()), LONGEST);
    }

    private static Frame inverted(Frame frame) {
        byte[] rgb = frame.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ~rgb[i];
        }
        return new Frame(frame.width(), frame.height(), rgb);
    }

    private Frame bright(byte[] file, boolean invert) {
        Frame mask = decode(file);
        return invert ? inverted(mask) : mask;
    }

    @SuppressWarnings("try") // the memory is held by being open
    private <T> T within(byte[] file, Supplier<T> work) {
        try (DecodeBudget.Reservation memory =
                budget.share().reserve(plan(file).bytes(), PATIENCE).orElseThrow(OriginalReader::crowded)) {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw crowded();
        }
    }

    private static RequestException crowded() {
        return RequestException.tooMany(
                ApiError.TOO_MANY_REQUESTS, "Others' pictures take up the memory.", Duration.ofSeconds(1));
    }
}
