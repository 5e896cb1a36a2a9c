package org.speakdraw.app.pictures;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.imaging.PictureFormat;

/**
 * Pictures that somebody asks for, whatever protocol it was said in.
 *
 * @param settings of the stream as they were sent, of any kind: the nearest that are taken count
 * @param size     of the pictures; empty leaves it to the server
 * @param count    how many, which differ in their noise
 * @param seed     of the first one; empty draws one
 * @param original what is to be repainted; empty paints from the prompt alone
 * @param format   of the files
 * @param quality  of the files, 1..100
 */
record PictureWish(
        ObjectNode settings,
        Optional<PictureSize> size,
        int count,
        Optional<Long> seed,
        Optional<Original> original,
        PictureFormat format,
        int quality) {

    static final int MAX_COUNT = 10;

    /** As many as ten of the size that is usual for larger models. */
    private static final long MAX_PIXELS = 10L * 1024 * 1024;

    /** @throws RequestException {@code request-invalid} when it is too much */
    PictureWish {
        if (count < 1 || count > MAX_COUNT) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The number of pictures is 1 to " + MAX_COUNT + ".");
        }
        long pixels = size.map(PictureSize::pixels).orElse(0L);
        if (count * pixels > MAX_PIXELS) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "All pictures together may have " + MAX_PIXELS + " pixels.");
        }
    }

    /**
     * A picture that is repainted.
     *
     * @param file    JPEG, PNG or WebP
     * @param mask    a file of which some is repainted; empty: the whole picture, but for what it says itself
     * @param kind    how the mask says where
     * @param feather over how many pixels its edge fades, 0..64
     * @param stretch whether all of the picture is brought into a size of another shape, or what is over is cut off
     */
    record Original(byte[] file, Optional<byte[]> mask, MaskKind kind, int feather, boolean stretch) {}

    /** Where a mask has what is repainted. */
    enum MaskKind {
        /** Where it is transparent; without a mask, where the picture itself is. */
        TRANSPARENT,
        WHITE,
        BLACK
    }
}
