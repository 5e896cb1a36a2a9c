package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;

class JpegCodecTest {

    private final JpegCodec codec = new JpegCodec(new JpegLimits(4_000_000, 16_000_000));

    @Test
    void keepsWhatIsInThePicture() {
        Frame frame = gradient(160, 96);
        byte[] jpeg = codec.encode(frame, 95);
        Frame decoded = codec.decode(jpeg, 0, jpeg.length);
        assertThat(decoded.width()).isEqualTo(160);
        assertThat(decoded.height()).isEqualTo(96);
        assertThat(meanDifference(decoded, frame)).isLessThan(3);
        assertThat(codec.encode(frame, 10).length).isLessThan(jpeg.length);
    }

    @Test
    void redIsRed() {
        byte[] rgb = new byte[3 * 16 * 16];
        IntStream.range(0, 16 * 16).forEach(i -> rgb[3 * i] = (byte) 230);
        byte[] jpeg = codec.encode(new Frame(16, 16, rgb), 100);
        Frame decoded = codec.decode(jpeg, 0, jpeg.length);
        assertThat(decoded.rgb()[0] & 0xFF).isGreaterThan(200);
        assertThat(decoded.rgb()[2] & 0xFF).isLessThan(30);
    }

    @Test
    void readsFromTheMiddleOfAnArray() {
        byte[] jpeg = codec.encode(gradient(32, 32), 90);
        byte[] message = new byte[jpeg.length + 40];
        Arrays.fill(message, (byte) 0xFF);
        System.arraycopy(jpeg, 0, message, 16, jpeg.length);
        assertThat(codec.decode(message, 16, jpeg.length)).isEqualTo(codec.decode(jpeg, 0, jpeg.length));
    }

    @Test
    void readsGreyProgressiveAndFourChannels() throws IOException {
        BufferedImage grey = new BufferedImage(40, 24, BufferedImage.TYPE_BYTE_GRAY);
        assertSize(written(new IIOImage(grey, null, null), false), 40, 24);
        BufferedImage colour = new BufferedImage(40, 24, BufferedImage.TYPE_3BYTE_BGR);
        assertSize(written(new IIOImage(colour, null, null), true), 40, 24);
        WritableRaster four = Raster.createInterleavedRaster(java.awt.image.DataBuffer.TYPE_BYTE, 40, 24, 4, null);
        assertSize(written(new IIOImage(four, null, null), false), 40, 24);
    }

    @Test
    void appliesTheOrientationOfACamera() {
        byte[] jpeg = codec.encode(gradient(48, 32), 90);
        byte[] exif = {
            (byte) 0xFF,
            (byte) 0xE1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] turned = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, turned, 0, 2);
        System.arraycopy(exif, 0, turned, 2, exif.length);
        System.arraycopy(jpeg, 2, turned, 2 + exif.length, jpeg.length - 2);
        assertSize(turned, 32, 48);
    }

    @Test
    void aFrameThatBreaksOffIsTruncatedWhereverItDoes() {
        byte[] jpeg = codec.encode(gradient(64, 64), 90);
        for (int length = 4; length < jpeg.length; length += 7) {
            assertRefused("frame-truncated", Arrays.copyOf(jpeg, length));
        }
        assertRefused("frame-truncated", Arrays.copyOf(jpeg, jpeg.length - 1));
    }

    @Test
    void theThumbnailsEndIsNotTheEnd() {
        byte[] jpeg = codec.encode(gradient(64, 64), 90);
        byte[] comment = {(byte) 0xFF, (byte) 0xFE, 0, 6, (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
        byte[] cut = new byte[jpeg.length / 2 + comment.length];
        System.arraycopy(jpeg, 0, cut, 0, 2);
        System.arraycopy(comment, 0, cut, 2, comment.length);
        System.arraycopy(jpeg, 2, cut, 2 + comment.length, jpeg.length / 2 - 2);
        assertRefused("frame-truncated", cut);
    }

    @Test
    void whatIsNoJpegIsUndecodable() {
        assertRefused("frame-undecodable", new byte[0]);
        assertRefused("frame-undecodable", "GIF89a, or so it says".getBytes());
        assertRefused("frame-undecodable", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9});
    }

    @Test
    void aHugeFrameIsRefusedBeforeItIsDecoded() {
        byte[] jpeg = codec.encode(gradient(64, 64), 90);
        int frameHeader = indexOfFrameHeader(jpeg);
        jpeg[frameHeader + 5] = (byte) (5000 >> 8);
        jpeg[frameHeader + 6] = (byte) 5000;
        jpeg[frameHeader + 7] = (byte) (8000 >> 8);
        jpeg[frameHeader + 8] = (byte) 8000;
        long start = System.nanoTime();
        assertRefused("frame-too-large", jpeg);
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
        assertRefused("frame-too-large", new byte[4_000_001]);
    }

    @Test
    void endlessScansAreRefused() {
        byte[] jpeg = codec.encode(gradient(64, 64), 90);
        byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 100; i++) {
            bomb.writeBytes(scan);
        }
        bomb.write(jpeg, jpeg.length - 2, 2);
        assertRefused("frame-undecodable", bomb.toByteArray());
    }

    @Test
    void brokenBytesGiveAFrameOrAnErrorAndNothingElse() {
        byte[] jpeg = codec.encode(gradient(64, 48), 90);
        SplittableRandom random = new SplittableRandom(3);
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] broken = jpeg.clone();
            for (int i = 0; i < 6; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                codec.decode(broken, 0, broken.length);
            } catch (InferenceException e) {
                assertThat(e.code().id()).startsWith("frame-");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void isThreadSafe() {
        byte[] jpeg = codec.encode(gradient(64, 48), 90);
        Frame expected = codec.decode(jpeg, 0, jpeg.length);
        IntStream.range(0, 200).parallel().forEach(i -> {
            assertThat(codec.decode(jpeg, 0, jpeg.length)).isEqualTo(expected);
            assertThat(codec.encode(expected, 80)).isNotEmpty();
        });
    }

    @Test
    void qualityAndLimitsAreChecked() {
        assertThatThrownBy(() -> codec.encode(gradient(8, 8), 0))
                .hasMessageContaining("0")
                .hasMessageContaining("100");
        assertThatThrownBy(() -> new JpegLimits(0, 1)).hasMessageContaining("0");
        assertThatThrownBy(() -> new Frame(2, 2, new byte[11]))
                .hasMessageContaining("12")
                .hasMessageContaining("11");
        assertThatThrownBy(() -> new Frame(0, 2, new byte[0])).hasMessageContaining("0 x 2");
    }

    private void assertRefused(String code, byte[] data) {
        assertThatThrownBy(() -> codec.decode(data, 0, data.length))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }

    private void assertSize(byte[] jpeg, int width, int height) {
        Frame frame = codec.decode(jpeg, 0, jpeg.length);
        assertThat(new int[] {frame.width(), frame.height()}).containsExactly(width, height);
    }

    private static int indexOfFrameHeader(byte[] jpeg) {
        return IntStream.range(0, jpeg.length)
                .filter(i -> (jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0)
                .findFirst()
                .orElseThrow();
    }

    static byte[] progressive(Frame frame) throws IOException {
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < frame.width() * frame.height(); i++) {
            int rgb = (frame.rgb()[3 * i] & 0xFF) << 16
                    | (frame.rgb()[3 * i + 1] & 0xFF) << 8
                    | frame.rgb()[3 * i + 2] & 0xFF;
            image.setRGB(i % frame.width(), i / frame.width(), rgb);
        }
        return written(new IIOImage(image, null, null), true);
    }

    private static byte[] written(IIOImage image, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        if (progressive) {
            settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, image, settings);
        }
        writer.dispose();
        return bytes.toByteArray();
    }

    static Frame gradient(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                rgb[at] = (byte) (255 * x / width);
                rgb[at + 1] = (byte) (255 * y / height);
                rgb[at + 2] = (byte) (128 + 60 * Math.sin((x + y) * 0.1));
            }
        }
        return new Frame(width, height, rgb);
    }

    static double meanDifference(Frame a, Frame b) {
        return IntStream.range(0, a.rgb().length)
                .map(i -> Math.abs((a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF)))
                .average()
                .orElseThrow();
    }
}
