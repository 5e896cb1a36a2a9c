package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.golden.TinyGraph.Type;
import org.speakdraw.inference.imaging.FrameStretcher;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.ElementType;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.TensorInfo;

/** A bundle's own network for what its control is shown, with graphs of one operator. */
class HintGraphTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void makeRoom() throws IOException {
        Files.createDirectories(folder.resolve("control"));
    }

    @Test
    void aPictureOfASizeThatTheGraphTakesComesBackAsItIs() {
        graph("Identity", 0, 0);
        assertThat(hint(picture(64, 32), ControlKind.POSE)).isEqualTo(picture(64, 32));
    }

    @Test
    void otherSizesAreStretchedToTheNearestThatItTakesAndBack() throws IOException {
        config("{\"ensure_multiple_of\": 14}");
        graph("Identity", 0, 0);
        Frame picture = picture(40, 24);
        Frame expected = FrameStretcher.stretch(FrameStretcher.stretch(picture, 42, 28), 40, 24);
        assertThat(hint(picture, ControlKind.POSE)).isEqualTo(expected);
    }

    @Test
    void aGraphOfOneSizeOnlyIsGivenThat() {
        graph("Identity", 8, 16);
        Frame picture = picture(32, 32);
        Frame expected = FrameStretcher.stretch(FrameStretcher.stretch(picture, 16, 8), 32, 32);
        assertThat(hint(picture, ControlKind.POSE)).isEqualTo(expected);
    }

    /** A graph that turns near into far turns bright into dark, whatever numbers it says depth in. */
    @Test
    void depthsOfAnyRangeAreSpreadFromBlackToWhite() throws IOException {
        config("{\"image_mean\": [0.3, 0.3, 0.3], \"image_std\": [0.01, 0.01, 0.01]}");
        graph("Neg", 0, 0);
        byte[] dim = new byte[3 * 32 * 32];
        for (int i = 0; i < dim.length; i++) {
            dim[i] = (byte) (i < dim.length / 2 ? 90 : 120);
        }
        byte[] spread = hint(new Frame(32, 32, dim), ControlKind.DEPTH).rgb();
        assertThat(spread[0]).isEqualTo((byte) 255);
        assertThat(spread[spread.length - 1]).isEqualTo((byte) 0);
    }

    @Test
    void aPictureWithoutDepthIsBlack() {
        graph("Identity", 0, 0);
        assertThat(hint(new Frame(32, 32, new byte[3 * 32 * 32]), ControlKind.DEPTH)
                        .rgb())
                .containsOnly(0);
    }

    @Test
    void whatIsNotOfThatShapeIsRefusedByName() throws IOException {
        new TinyGraph()
                .input("pixel_values", Type.FLOAT32, 0, 1, 0, 0)
                .output("hint", Type.FLOAT32, 0, 1, 0, 0)
                .write(file());
        assertThatThrownBy(() -> open(ControlKind.POSE).close())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("control/model.onnx")
                .hasMessageContaining("[1, 3, height, width]");
        new TinyGraph()
                .input("pixel_values", Type.INT64, 1, 3, 0, 0)
                .output("hint", Type.INT64, 1, 3, 0, 0)
                .write(file());
        assertThatThrownBy(() -> open(ControlKind.POSE).close())
                .as("integers")
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no tensor is the hint");
        graph("Identity", 0, 0);
        config("{\"ensure_multiple_of\": 0}");
        assertThatThrownBy(() -> open(ControlKind.POSE).close()).hasMessageContaining("ensure_multiple_of is 0");
    }

    /** Also where engines are built ahead: it is refused as anywhere else. */
    @Test
    void whatTakesNoPictureHasNoShapesOfPictures() {
        BatchShapes shapes = new BatchShapes(DiffusionBundle.read(GoldenBundles.plain()), 1);
        for (List<Long> shape : List.of(List.<Long>of(), List.of(-1L, -1L, -1L), List.of(1L, 1L, 3L, -1L, -1L))) {
            TensorInfo input = new TensorInfo("pixel_values", ElementType.FLOAT32, shape);
            assertThat(shapes.planes(side -> side).of(input))
                    .as(shape.toString())
                    .isEmpty();
        }
    }

    @Test
    void itIsMadeOnceAPicture() {
        int[] made = {0};
        HintSource counting = picture -> {
            made[0]++;
            return picture;
        };
        InputPicture picture = new InputPicture(picture(8, 8));
        assertThat(picture.hint(counting)).isSameAs(picture.hint(counting));
        assertThat(made[0]).isEqualTo(1);
        assertThat(picture.hint(HintSource.EDGES)).as("for another model").isNotEqualTo(picture.frame());
    }

    private void graph(String operator, int height, int width) {
        new TinyGraph()
                .operator(operator)
                .input("pixel_values", Type.FLOAT32, 1, 3, height, width)
                .output("hint", Type.FLOAT32, 1, 3, height, width)
                .write(file());
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("control/preprocessor_config.json"), json);
    }

    private Path file() {
        return folder.resolve("control/model.onnx");
    }

    private Frame hint(Frame picture, ControlKind kind) {
        try (HintGraph graph = open(kind)) {
            return graph.of(picture);
        }
    }

    private HintGraph open(ControlKind kind) {
        OnnxDevice device = OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, folder));
        BatchShapes shapes = new BatchShapes(DiffusionBundle.read(GoldenBundles.plain()), 1);
        return HintGraph.open(new BundleFiles(folder), device, kind, shapes);
    }

    private static Frame picture(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 37 % 251);
        }
        return new Frame(width, height, rgb);
    }
}
