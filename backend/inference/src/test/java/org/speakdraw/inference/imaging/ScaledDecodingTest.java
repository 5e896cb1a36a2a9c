package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.inference.Frame;

/** Decoding no more of a JPEG than is shown. */
class ScaledDecodingTest {

    /** In decibels: an error of one level of 255 everywhere is 48.1. */
    private static final double ONE_LEVEL = 50;

    private final JpegCodec codec = new JpegCodec(new JpegLimits(64_000_000, 64_000_000));

    @ParameterizedTest(name = "{0} x {1} for {2} x {3}, {4}: a part of 1/{5}")
    @CsvSource({
        "1280, 720, 512, 512, CROP, 1",
        "640, 480, 512, 512, CROP, 1",
        "1632, 1632, 512, 512, CROP, 1",
        "1640, 1640, 512, 512, CROP, 2",
        "1641, 1640, 512, 512, CROP, 1",
        "4096, 4096, 512, 512, CROP, 4",
        "4096, 4096, 64, 64, CROP, 8",
        "4092, 4092, 64, 64, CROP, 4",
        "4096, 1024, 512, 512, CROP, 1",
        "4096, 1024, 512, 512, LETTERBOX, 4",
        "1024, 4096, 1024, 512, LETTERBOX, 2",
        "64, 64, 512, 512, CROP, 1"
    })
    void decodesTheSmallestSizeThatIsEnough(int width, int height, int toWidth, int toHeight, Fit fit, int part) {
        assertThat(new DecodeSize(toWidth, toHeight, fit).reduction(width, height))
                .isEqualTo(part);
    }

    @ParameterizedTest
    @CsvSource({"64, 64, CROP, 1280, 1280", "512, 256, CROP, 1280, 640", "512, 256, LETTERBOX, 1280, 1280"})
    void aViewKeepsTheAspectOfWhatIsSeen(int width, int height, Fit fit, int viewWidth, int viewHeight) {
        assertThat(DecodeSize.ofView(width, height, fit, 1280)).isEqualTo(new DecodeSize(viewWidth, viewHeight, fit));
        assertThat(DecodeSize.ofView(2048, 2048, fit, 1280)).isEqualTo(new DecodeSize(2048, 2048, fit));
    }

    /**
     * Scaled and full decoding are nearer to each other than the scene is to what compression left of it; or nearer
     * than a level, where shrinking has averaged that out.
     */
    @ParameterizedTest(name = "{0} x {1} to {2} x {3}, {4}")
    @CsvSource({
        "2400, 1800, 512, 384, CROP",
        "2240, 1680, 512, 384, CROP",
        "2048, 2048, 640, 640, CROP",
        "2400, 1800, 200, 320, LETTERBOX",
        "4000, 3000, 256, 224, CROP"
    })
    void looksAsGoodAsFullDecoding(int width, int height, int toWidth, int toHeight, Fit fit) {
        Frame scene = scene(width, height);
        byte[] jpeg = codec.encode(scene, 85);
        PlannedJpeg planned = codec.plan(jpeg, 0, jpeg.length, new DecodeSize(toWidth, toHeight, fit));
        assertThat(planned.reduction()).isGreaterThan(1);
        Frame ideal = FrameFitter.fit(scene, toWidth, toHeight, fit);
        Frame scaled = FrameFitter.fit(planned.decode(), toWidth, toHeight, fit);
        Frame full = FrameFitter.fit(codec.decode(jpeg, 0, jpeg.length), toWidth, toHeight, fit);
        assertThat(psnr(scaled, full)).isGreaterThan(Math.min(psnr(full, ideal), ONE_LEVEL));
    }

    @Test
    void ordinarySizesComeOutAsTheyAlwaysDid() {
        byte[] jpeg = codec.encode(scene(1280, 720), 85);
        PlannedJpeg planned = codec.plan(jpeg, 0, jpeg.length, new DecodeSize(512, 512, Fit.CROP));
        assertThat(planned.decode()).isEqualTo(codec.decode(jpeg, 0, jpeg.length));
    }

    @Test
    void knowsTheCostBeforehand() {
        byte[] jpeg = codec.encode(scene(4096, 4096), 30);
        PlannedJpeg small = codec.plan(jpeg, 0, jpeg.length, new DecodeSize(64, 64, Fit.CROP));
        assertThat(small.frameBytes()).isEqualTo(3 * 512 * 512);
        assertThat(small.bytes()).isEqualTo(2 * small.frameBytes() + jpeg.length);
        assertThat(small.decode().rgb()).hasSize(3 * 512 * 512);
        PlannedJpeg view = codec.plan(jpeg, 0, jpeg.length, DecodeSize.ofView(64, 64, Fit.CROP, 1280));
        assertThat(view.decode().width()).isEqualTo(2048);
        assertThat(view.frameBytes()).isEqualTo(3 * 2048 * 2048);
    }

    @Test
    void aProgressiveFileCostsItsCoefficientsToo() throws Exception {
        byte[] jpeg = JpegCodecTest.progressive(scene(512, 512));
        PlannedJpeg planned = codec.plan(jpeg, 0, jpeg.length, new DecodeSize(64, 64, Fit.CROP));
        assertThat(planned.bytes()).isEqualTo(2 * planned.frameBytes() + jpeg.length + 2 * 3 * 512 * 512);
        assertThat(planned.decode().width()).isEqualTo(128);
    }

    /** Soft shapes, hard edges and fine texture. */
    private static Frame scene(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = (double) x / width;
                double v = (double) y / height;
                boolean disc = Math.hypot(u - 0.4, v - 0.5) < 0.25;
                double texture = 12 * Math.sin(40 * u + 25 * v) + 6 * Math.sin(x * 0.9) * Math.sin(y * 0.7);
                int at = 3 * (y * width + x);
                rgb[at] = level((disc ? 190 : 70) + 50 * u + texture);
                rgb[at + 1] = level((disc ? 90 : 120) + 60 * v + texture);
                rgb[at + 2] = level((disc ? 60 : 170) - 40 * u + texture);
            }
        }
        return new Frame(width, height, rgb);
    }

    private static byte level(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    private static double psnr(Frame a, Frame b) {
        double squares = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            double difference = (a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF);
            squares += difference * difference;
        }
        return 10 * Math.log10(255 * 255 / (squares / a.rgb().length));
    }
}
