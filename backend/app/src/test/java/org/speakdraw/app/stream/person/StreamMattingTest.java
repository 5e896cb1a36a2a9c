package org.speakdraw.app.stream.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSchema;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.imaging.Compositor;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;
import org.speakdraw.inference.imaging.Matte;
import org.speakdraw.inference.matting.MattingBundle;
import org.speakdraw.inference.onnx.DeviceOptions;

/** From the frame to the picture that is shown, with the embedded network and a photograph. */
class StreamMattingTest {

    private static final Path BUNDLE = Path.of("../../models/handmade");
    private static final Path PHOTOGRAPH =
            Path.of("../../deploy/acceptance/src/main/resources/org/speakdraw/acceptance/client/astronaut.jpg");
    /** A block of a JPEG whose colours are halved. */
    private static final int BLOCK = 16;

    private static final int REACH = 2 * BLOCK;

    private static final SettingsSchema SCHEMA = StreamSchema.of(DiffusionBundle.read(BUNDLE), 60);
    private static final JpegCodec CODEC = new JpegCodec(new JpegLimits(1 << 22, 1 << 22));

    private final PersonMatting matting =
            new PersonMatting(Optional.of(MattingBundle.of(BUNDLE)), new MattingDevice(DeviceOptions.cpu()));
    private final Compositor compositor = new Compositor();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        matting.close();
    }

    /** Where the matte is 0, what is shown is what the frame alone would have become as a JPEG. */
    @ParameterizedTest
    @CsvSource({"linear, 0, 0", "gamma, 6, 4"})
    void givesTheBackgroundBackToTheLastBitOfTheJpeg(String light, int feather, int grow) throws IOException {
        StreamSettings settings = settings("\"matte_light\":\"" + light + "\",\"matte_feather\":" + feather
                + ",\"matte_grow\":" + grow + ",\"jpeg_quality\":85");
        Frame frame = photograph();
        MattedFrame matted = new StreamMatting(matting).matte(frame, "1", settings);
        Frame shown = matted.show(solid(256, 256, 0x30, 0xC0, 0x50), compositor);
        assertThat(shown.width()).isEqualTo(frame.width());
        Frame received = throughJpeg(shown, settings);
        Frame alone = throughJpeg(frame, settings);
        int proven = 0;
        for (int y = 0; y < frame.height(); y += BLOCK) {
            for (int x = 0; x < frame.width(); x += BLOCK) {
                if (isBackground(matted.matte(), frame, x, y)) {
                    assertThat(blockEquals(received, alone, x, y))
                            .as("block at %d, %d", x, y)
                            .isTrue();
                    proven++;
                }
            }
        }
        assertThat(proven).as("blocks of the background").isGreaterThan(200);
        assertThat(blockEquals(received, alone, 256, 320)).as("on the suit").isFalse();
    }

    @Test
    void showsAFrameAsItIsOnceNobodyIsThere() {
        StreamSettings settings = settings("");
        StreamMatting stream = new StreamMatting(matting);
        Frame wall = solid(320, 240, 0x8F, 0xA3, 0xAD);
        MattedFrame matted = stream.matte(wall, "1", settings);
        for (int frame = 1; frame < 10; frame++) {
            matted = stream.matte(wall, "1", settings);
        }
        assertThat(matted.somebody()).isFalse();
        assertThat(matted.show(solid(256, 256, 0, 0, 0), compositor)).isSameAs(matted.view());
    }

    @ParameterizedTest
    @CsvSource({"crop, 240, 240", "letterbox, 320, 240"})
    void worksAtTheResolutionOfTheFrame(String fit, int width, int height) {
        StreamSettings settings = settings("\"fit\":\"" + fit + "\"");
        Frame view = StreamMatting.view(solid(320, 240, 9, 9, 9), settings);
        MattedFrame matted = new StreamMatting(matting).matte(view, "1", settings);
        assertThat(matted.view().width()).isEqualTo(width);
        assertThat(matted.view().height()).isEqualTo(height);
    }

    @Test
    void forgetsWhatAnotherSourceHasShown() throws IOException {
        assertForgets(matting);
    }

    @Test
    void forgetsWhatAnotherSourceHasShownWithARecurrentNetwork() throws IOException {
        Path network = Path.of(
                        Optional.ofNullable(System.getenv("SPEAKDRAW_GOLDEN")).orElse("../../../shared/golden"))
                .resolve("matting/rvm_mobilenetv3_fp32.onnx")
                .toAbsolutePath();
        assumeTrue(Files.exists(network), "no reference data: " + network + " is absent");
        Files.createSymbolicLink(folder.resolve("model.onnx"), network);
        PersonMatting recurrent =
                new PersonMatting(Optional.of(MattingBundle.read(folder)), new MattingDevice(DeviceOptions.cpu()));
        try {
            assertForgets(recurrent);
            assertThat(new StreamMatting(recurrent)
                            .matte(photograph(), "1", settings(""))
                            .foreground())
                    .isPresent();
        } finally {
            recurrent.close();
        }
    }

    private static void assertForgets(PersonMatting network) throws IOException {
        StreamSettings settings = settings("");
        Frame first = photograph();
        Frame second = noisy(first);
        StreamMatting stream = new StreamMatting(network);
        stream.matte(first, "1", settings);
        float[] remembering = stream.matte(second, "1", settings).matte().alpha();
        float[] fresh =
                new StreamMatting(network).matte(second, "1", settings).matte().alpha();
        assertThat(difference(remembering, fresh)).isGreaterThan(0.01);
        assertThat(difference(stream.matte(second, "2", settings).matte().alpha(), fresh))
                .isLessThan(1e-5);
    }

    private static StreamSettings settings(String changes) {
        String sides = "\"width\":256,\"height\":256,\"mode\":\"human\"";
        String json = "{" + sides + (changes.isEmpty() ? "" : "," + changes) + "}";
        return SCHEMA.apply(SCHEMA.defaults(), Json.read(json, ObjectNode.class, ApiError.SETTINGS_INVALID));
    }

    private static Frame photograph() throws IOException {
        byte[] jpeg = Files.readAllBytes(PHOTOGRAPH);
        return CODEC.decode(jpeg, 0, jpeg.length);
    }

    private static Frame throughJpeg(Frame frame, StreamSettings settings) {
        byte[] jpeg = CODEC.encode(frame, settings.jpegQuality());
        return CODEC.decode(jpeg, 0, jpeg.length);
    }

    private static Frame solid(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[3 * width * height];
        for (int at = 0; at < rgb.length; at += 3) {
            rgb[at] = (byte) red;
            rgb[at + 1] = (byte) green;
            rgb[at + 2] = (byte) blue;
        }
        return new Frame(width, height, rgb);
    }

    private static Frame noisy(Frame frame) {
        Random random = new Random(3);
        byte[] rgb = new byte[frame.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            long level = Math.round((frame.rgb()[i] & 0xFF) + 6 * random.nextGaussian());
            rgb[i] = (byte) Math.max(0, Math.min(255, level));
        }
        return new Frame(frame.width(), frame.height(), rgb);
    }

    /**
     * Whether the matte is 0 in a block and as far around it as a neighbour's colours, the feather and growing reach.
     */
    private static boolean isBackground(Matte matte, Frame frame, int left, int top) {
        for (int y = Math.max(0, top - REACH); y < Math.min(frame.height(), top + BLOCK + REACH); y++) {
            int row = y * matte.height() / frame.height() * matte.width();
            for (int x = Math.max(0, left - REACH); x < Math.min(frame.width(), left + BLOCK + REACH); x++) {
                if (matte.alpha()[row + x * matte.width() / frame.width()] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean blockEquals(Frame a, Frame b, int left, int top) {
        for (int y = top; y < Math.min(a.height(), top + BLOCK); y++) {
            int from = 3 * (y * a.width() + left);
            int to = from + 3 * Math.min(BLOCK, a.width() - left);
            if (!Arrays.equals(a.rgb(), from, to, b.rgb(), from, to)) {
                return false;
            }
        }
        return true;
    }

    /** Of the largest change. */
    private static double difference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
