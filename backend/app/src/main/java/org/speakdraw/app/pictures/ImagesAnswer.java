package org.speakdraw.app.pictures;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.speakdraw.app.pictures.PicturePainter.Painted;
import org.speakdraw.inference.imaging.PictureFormat;

/**
 * Pictures as OpenAI's clients read them.
 *
 * @param created in seconds since 1970
 * @param size    as {@code 512x512}
 */
record ImagesAnswer(
        long created,
        List<Image> data,
        @JsonProperty("output_format") String format,
        String size) {

    /**
     * One of them.
     *
     * @param file in base64
     * @param seed that paints it again
     */
    record Image(@JsonProperty("b64_json") byte[] file, long seed) {}

    static ImagesAnswer of(Painted painted, PictureFormat format, Instant now) {
        return new ImagesAnswer(
                now.getEpochSecond(),
                painted.pictures().stream()
                        .map(picture -> new Image(picture.file(), picture.seed()))
                        .toList(),
                format.id(),
                painted.size().width() + "x" + painted.size().height());
    }
}
