package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.xmp.XmpDirectory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.AiMark;
import org.speakdraw.inference.Frame;

/** Read with metadata-extractor, which knows nothing of ours. */
class JpegMarkTest {

    private final JpegCodec codec = new JpegCodec(new JpegLimits(4_000_000, 16_000_000));

    @Test
    void anotherProgramFindsTheMarkOfAPaintedPicture() throws Exception {
        assertMarked(codec.encode(grey(96, 64, 120), 80));
    }

    @Test
    void aPictureOfAnotherEncoderIsMarkedWithoutBeingEncodedAnew() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 24, BufferedImage.TYPE_3BYTE_BGR), "jpeg", file);
        byte[] plain = file.toByteArray();
        byte[] marked = JpegCodec.mark(plain);
        assertMarked(marked);
        assertThat(codec.decode(marked, 0, marked.length)).isEqualTo(codec.decode(plain, 0, plain.length));
        assertThat(marked).endsWith(Arrays.copyOfRange(plain, 20, plain.length));
    }

    @Test
    void theMarkIsSmall() {
        byte[] plain = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
        assertThat(JpegCodec.mark(plain)).hasSizeLessThan(400).endsWith(0xFF, 0xD9);
    }

    @Test
    void theBadgeIsInItsCornerAndNowhereElse() {
        Frame frame = grey(200, 120, 120);
        for (Corner corner : Corner.values()) {
            Frame badged = AiBadge.on(frame, corner);
            for (Corner other : Corner.values()) {
                assertThat(changed(frame, badged, other))
                        .as(corner + " " + other)
                        .isEqualTo(corner == other);
            }
        }
        assertThat(AiBadge.on(grey(8, 8, 0), Corner.TOP_LEFT).width())
                .as("even where there is no room")
                .isEqualTo(8);
    }

    private static boolean changed(Frame before, Frame after, Corner corner) {
        int firstX = corner.isLeft() ? 0 : before.width() / 2;
        int firstY = corner.isTop() ? 0 : before.height() / 2;
        for (int y = firstY; y < firstY + before.height() / 2; y++) {
            for (int x = firstX; x < firstX + before.width() / 2; x++) {
                int at = 3 * (y * before.width() + x);
                if (before.rgb()[at] != after.rgb()[at]) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void assertMarked(byte[] jpeg) throws IOException, com.drew.imaging.ImageProcessingException {
        assertThat(ImageMetadataReader.readMetadata(new ByteArrayInputStream(jpeg))
                        .getDirectoriesOfType(XmpDirectory.class))
                .singleElement()
                .satisfies(xmp -> assertThat(xmp.getXmpProperties()).containsValue(AiMark.DIGITAL_SOURCE_TYPE));
        assertThat(ImageIO.read(new ByteArrayInputStream(jpeg))).isNotNull();
    }

    private static Frame grey(int width, int height, int level) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) level);
        return new Frame(width, height, rgb);
    }
}
