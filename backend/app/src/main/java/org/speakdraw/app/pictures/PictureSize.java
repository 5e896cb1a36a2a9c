package org.speakdraw.app.pictures;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Sides in pixels.
 *
 * @param width  64..2048
 * @param height 64..2048
 */
record PictureSize(int width, int height) {

    private static final int MIN = 64;
    private static final int MAX = 2048;
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");

    /** @throws RequestException {@code request-invalid} */
    PictureSize {
        if (Math.min(width, height) < MIN || Math.max(width, height) > MAX) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "The sides of a picture are " + MIN + " to " + MAX + " pixels.");
        }
    }

    /**
     * Reads {@code 1024x768}.
     *
     * @throws RequestException {@code request-invalid}
     */
    static PictureSize read(String text) {
        Matcher sides = WRITTEN.matcher(text);
        if (!sides.matches()) {
            throw new RequestException(ApiError.REQUEST_INVALID, "A size is written as 512x512, or auto.");
        }
        return new PictureSize(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
    }

    long pixels() {
        return (long) width * height;
    }

    /** The same shape with about {@code area} pixels, as far as the bounds allow. */
    static PictureSize ofShape(int width, int height, long area) {
        double scale = Math.sqrt((double) area / ((long) width * height));
        return new PictureSize(bounded(width * scale), bounded(height * scale));
    }

    private static int bounded(double side) {
        return (int) Math.max(MIN, Math.min(MAX, Math.round(side)));
    }
}
