package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.AiMark;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;

class PictureCodecTest {

    private static final DecodeSize WHOLE = new DecodeSize(4096, 4096, Fit.LETTERBOX);

    private final PictureCodec codec = new PictureCodec(new JpegLimits(4_000_000, 1_000_000));

    @ParameterizedTest
    @EnumSource(PictureFormat.class)
    void keepsWhatIsInThePicture(PictureFormat format) {
        Frame frame = gradient(160, 96);
        byte[] file = codec.encode(frame, format, 95);
        assertThat(PictureFormat.of(file)).contains(format);
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains(AiMark.DIGITAL_SOURCE_TYPE);
        Frame decoded = decode(file);
        assertThat(decoded.width()).isEqualTo(160);
        assertThat(decoded.height()).isEqualTo(96);
        assertThat(meanDifference(decoded, frame)).isLessThan(format == PictureFormat.PNG ? 1e-9 : 4);
    }

    @Test
    void othersReadItsPng() throws IOException {
        Frame frame = gradient(33, 20);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(codec.encode(frame, PictureFormat.PNG, 100)));
        assertThat(read.getRGB(32, 19) & 0xFFFFFF)
                .isEqualTo(((frame.rgb()[1977] & 0xFF) << 16)
                        | ((frame.rgb()[1978] & 0xFF) << 8)
                        | (frame.rgb()[1979] & 0xFF));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_INT_ARGB
            })
    void readsEveryKindOfPng(int type) throws IOException {
        BufferedImage image = new BufferedImage(40, 24, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 40, 24);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(0, 0, 20, 24);
        graphics.dispose();
        Frame decoded = decode(png(image));
        assertThat(decoded.rgb()[0] & 0xFF).isLessThan(3);
        assertThat(decoded.rgb()[3 * 39] & 0xFF).isGreaterThan(252);
    }

    @ParameterizedTest
    @EnumSource(
            value = PictureFormat.class,
            names = {"PNG", "WEBP"})
    void whatIsTransparentIsWhiteAndKnown(PictureFormat format) throws IOException {
        BufferedImage image = new BufferedImage(40, 24, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 20, 24);
        graphics.dispose();
        byte[] file = format == PictureFormat.PNG ? png(image) : WebpFiles.lossyWithAlpha(image);
        Frame decoded = decode(file);
        assertThat(decoded.rgb()[1] & 0xFF).as("green of red").isLessThan(20);
        assertThat(decoded.rgb()[3 * 39 + 1] & 0xFF).as("green of white").isGreaterThan(250);
        Matte opacity = codec.opacity(file).orElseThrow();
        assertThat(opacity.alpha()[0]).isEqualTo(1);
        assertThat(opacity.alpha()[39]).isZero();
    }

    @Test
    void aPictureWithoutTransparencyHasNoOpacity() {
        for (PictureFormat format : PictureFormat.values()) {
            assertThat(codec.opacity(codec.encode(gradient(16, 16), format, 90)))
                    .as(format.id())
                    .isEmpty();
        }
    }

    @Test
    void looksAtNothingButThePicture() {
        byte[] png = codec.encode(gradient(32, 32), PictureFormat.PNG, 100);
        // An unpacked comment would take more than the picture.
        byte[] commented = withChunk(png, "zTXt", new byte[100_000]);
        assertThat(decode(commented)).isEqualTo(decode(png));
        assertThat(PngFile.check(commented).bytes())
                .isEqualTo(PngFile.check(png).bytes())
                .hasSizeLessThan(png.length);
    }

    @Test
    void refusesWhatIsOverItsLimits() {
        for (PictureFormat format : PictureFormat.values()) {
            byte[] large = codec.encode(gradient(1001, 1000), format, 50);
            assertRefused(large, "frame-too-large");
            assertRefused(Arrays.copyOf(large, 4_000_001), "frame-too-large");
        }
        byte[] png = codec.encode(gradient(32, 32), PictureFormat.PNG, 100);
        assertRefused(withSides(png, 1_000_000, 1_000_000), "frame-too-large");
        assertRefused(withSides(png, 0, 32), "frame-undecodable");
        assertRefused(withSides(png, 32, -1), "frame-undecodable");
    }

    @ParameterizedTest
    @EnumSource(PictureFormat.class)
    void refusesWhatBreaksOff(PictureFormat format) {
        byte[] file = codec.encode(gradient(64, 64), format, 90);
        // A WebP's mark comes behind the picture, which needs no such end.
        int mark = new String(file, StandardCharsets.ISO_8859_1).indexOf("XMP ");
        int end = format == PictureFormat.WEBP ? mark : file.length;
        for (int length = 20; length < end - 2; length += 37) {
            byte[] part = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> decode(part))
                    .as("%s of %s", length, file.length)
                    .isInstanceOf(InferenceException.class);
        }
    }

    @Test
    void refusesWhatIsNoPicture() {
        for (byte[] file : new byte[][] {
            {}, {1, 2, 3}, ascii("GIF89a and so on"), ascii("<svg xmlns=\"\"/>"), ascii("RIFF....WEBP")
        }) {
            assertRefused(file, "frame-undecodable");
        }
        assertRefused(WebpFiles.animated(), "frame-undecodable");
    }

    @ParameterizedTest
    @EnumSource(PictureFormat.class)
    void brokenBytesGiveAFrameOrAnErrorAndNothingElse(PictureFormat format) {
        byte[] file = codec.encode(gradient(64, 48), format, 90);
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] broken = file.clone();
            for (int flips = random.nextInt(1, 12); flips > 0; flips--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(decode(broken).width()).isPositive();
                codec.opacity(broken);
            } catch (InferenceException e) {
                assertThat(e.code().id()).startsWith("frame-");
            }
        }
    }

    private Frame decode(byte[] file) {
        PlannedPicture planned = codec.plan(file, WHOLE);
        Frame decoded = planned.decode();
        assertThat(planned.bytes()).isGreaterThanOrEqualTo(decoded.rgb().length);
        return decoded;
    }

    private void assertRefused(byte[] file, String code) {
        assertThatThrownBy(() -> decode(file))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** After the header. */
    private static byte[] withChunk(byte[] png, String type, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(png.length + data.length + 12);
        out.put(png, 0, 33).putInt(data.length).put(ascii(type)).put(data);
        CRC32 sum = new CRC32();
        sum.update(ascii(type));
        sum.update(data);
        return out.putInt((int) sum.getValue()).put(png, 33, png.length - 33).array();
    }

    private static byte[] withSides(byte[] png, int width, int height) {
        byte[] changed = png.clone();
        ByteBuffer.wrap(changed).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(changed, 12, 17);
        ByteBuffer.wrap(changed).putInt(29, (int) sum.getValue());
        return changed;
    }

    private static Frame gradient(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (i % width * 255 / width);
            rgb[3 * i + 1] = (byte) (i / width * 255 / height);
            rgb[3 * i + 2] = (byte) 90;
        }
        return new Frame(width, height, rgb);
    }

    private static double meanDifference(Frame one, Frame other) {
        double sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
        }
        return sum / one.rgb().length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** WebP files of forms that the codec does not write. */
    private static final class WebpFiles {

        /** A picture of one colour with uncompressed transparency, as RFC 9649 has it, among chunks that nobody needs. */
        static byte[] lossyWithAlpha(BufferedImage image) {
            int width = image.getWidth();
            int height = image.getHeight();
            byte[] rgb = new byte[3 * width * height];
            byte[] alpha = new byte[1 + width * height];
            for (int i = 0; i < width * height; i++) {
                int argb = image.getRGB(i % width, i / width);
                rgb[3 * i] = (byte) (argb >> 16);
                rgb[3 * i + 1] = (byte) (argb >> 8);
                rgb[3 * i + 2] = (byte) argb;
                alpha[1 + i] = (byte) (argb >>> 24);
            }
            PictureCodec plain = new PictureCodec(new JpegLimits(1 << 20, 1 << 20));
            byte[] lossy = plain.encode(new Frame(width, height, rgb), PictureFormat.WEBP, 90);
            byte[] picture = Arrays.copyOfRange(lossy, 12, lossy.length);
            byte[] extended = new byte[10];
            extended[0] = 0x10 | 0x20;
            extended[4] = (byte) (width - 1);
            extended[7] = (byte) (height - 1);
            return file(chunk("VP8X", extended), chunk("ICCP", new byte[301]), chunk("ALPH", alpha), picture);
        }

        static byte[] animated() {
            byte[] extended = new byte[10];
            extended[0] = 0x02;
            return file(chunk("VP8X", extended), chunk("ANIM", new byte[6]));
        }

        private static byte[] chunk(String type, byte[] data) {
            return ByteBuffer.allocate(8 + data.length + (data.length & 1))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(ascii(type))
                    .putInt(data.length)
                    .put(data)
                    .array();
        }

        private static byte[] file(byte[]... chunks) {
            int length =
                    4 + Arrays.stream(chunks).mapToInt(chunk -> chunk.length).sum();
            ByteBuffer out = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
            out.put(ascii("RIFF")).putInt(length).put(ascii("WEBP"));
            Arrays.stream(chunks).forEach(out::put);
            return out.array();
        }
    }
}
