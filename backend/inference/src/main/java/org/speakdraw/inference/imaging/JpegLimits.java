package org.speakdraw.inference.imaging;

/**
 * What a JPEG from outside may cost at most.
 *
 * @param maxBytes  of the file
 * @param maxPixels width x height, known from the header before anything is decoded
 */
public record JpegLimits(int maxBytes, long maxPixels) {

    /** @throws IllegalArgumentException if a limit is below 1 */
    public JpegLimits {
        if (maxBytes < 1 || maxPixels < 1) {
            throw new IllegalArgumentException(
                    "limits of " + maxBytes + " bytes and " + maxPixels + " pixels: at least 1 each");
        }
    }
}
