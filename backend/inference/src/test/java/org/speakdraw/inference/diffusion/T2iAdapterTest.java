package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.inference.golden.Closeness.assertClose;
import static org.speakdraw.inference.golden.Closeness.joined;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.golden.Numpy;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxGraph;
import org.speakdraw.inference.onnx.ShapeProfile;
import org.speakdraw.inference.onnx.TensorInfo;

/** A T2I-Adapter's graphs by our export, against diffusers itself. */
class T2iAdapterTest {

    @TempDir
    private Path folder;

    /** Rows of a call heed their pictures fully, not at all, and in part: each is what diffusers makes of it alone. */
    @ParameterizedTest
    @CsvSource({"depth, 32x48, 16", "depth, 24x40, 2", "scribble, 32x48, 2", "scribble, 24x40, 16"})
    void everyRowHeedsItsOwnPictureAsMuchAsItIsTo(String kind, String size, int maxRows) {
        Numpy golden = Golden.numpy(GoldenBundles.T2I + "/golden.npz");
        String name = "_" + kind + "_" + size;
        Numpy.Array sample = golden.get("sample" + name);
        BundleFiles files = new BundleFiles(Golden.file(GoldenBundles.T2I + "/" + kind));
        try (T2iAdapter adapter = T2iAdapter.open(files, device(), ShapeProfile.unknown());
                UNet unet = NetworkGoldenTest.open(unet(), maxRows, traits(adapter))) {
            List<UNetRow> rows = new ArrayList<>();
            for (int row = 0; row < sample.shape()[0]; row++) {
                float scale = golden.get("scale").floats()[row];
                InputPicture picture = picture(golden.get("pictures" + name).at(row));
                rows.add(new UNetRow(
                        sample.at(row).floats(),
                        new StepCoefficients(golden.get("timestep" + name).ints()[row], 1, 1, 0, 1),
                        new TextEmbedding(
                                77, 32, golden.get("text" + name).at(row).floats()),
                        ImageTokens.NONE,
                        0,
                        scale == 0 ? ControlHint.NONE : new ControlHint(picture, scale),
                        1));
            }
            LatentShape shape = new LatentShape(4, sample.shape()[2], sample.shape()[3]);
            assertClose(name, joined(unet.predict(rows, shape, new TickMemory())), golden.get("out" + name));
        }
    }

    @Test
    void aPictureRemembersItsFeatures() {
        BundleFiles files = new BundleFiles(Golden.file(GoldenBundles.T2I + "/depth"));
        try (T2iAdapter adapter = T2iAdapter.open(files, device(), ShapeProfile.unknown())) {
            InputPicture picture = new InputPicture(new Frame(16, 8, new byte[3 * 16 * 8]));
            assertThat(picture.features(adapter, HintSource.PICTURE))
                    .isSameAs(picture.features(adapter, HintSource.PICTURE))
                    .containsOnlyKeys("adapter_0", "adapter_1");
        }
    }

    /** What a device is told that builds engines ahead: the UNet's features as the adapter makes them of those pictures. */
    @Test
    void profilesHaveTheShapesThatTheAdapterGives() {
        DiffusionBundle bundle = DiffusionBundle.read(GoldenBundles.withAdapter());
        BatchShapes shapes = new BatchShapes(bundle, 6);
        int small = bundle.sizeMultiple();
        int width = bundle.recommended().width();
        int height = bundle.recommended().height();
        try (T2iAdapter adapter =
                T2iAdapter.open(bundle.files(), device(), shapes.planes(IntUnaryOperator.identity()))) {
            List<TensorInfo> features = OnnxGraph.read(unet()).inputs().stream()
                    .filter(T2iAdapter::isFeature)
                    .toList();
            assertThat(features).hasSize(2);
            for (TensorInfo feature : features) {
                ShapeProfile.Range range =
                        shapes.rows(0, Optional.of(adapter)).of(feature).orElseThrow();
                assertThat(range.min()).isEqualTo(rows(1, madeOf(adapter, feature, small, small)));
                assertThat(range.opt()).isEqualTo(rows(3, madeOf(adapter, feature, width, height)));
                assertThat(range.max()).isEqualTo(rows(6, madeOf(adapter, feature, 2 * width, 2 * height)));
            }
            assertThat(features.stream()
                            .map(feature -> madeOf(adapter, feature, width, height))
                            .distinct())
                    .as("each is of another size")
                    .hasSize(2);
            assertThat(shapes.rows(0, Optional.empty()).of(features.get(0))).isEmpty();
        }
        TensorInfo picture = OnnxGraph.read(Golden.file(GoldenBundles.T2I + "/depth/t2i_adapter/model.onnx"))
                .inputs()
                .get(0);
        ShapeProfile.Range pictures =
                shapes.planes(side -> side + 1).of(picture).orElseThrow();
        assertThat(pictures.opt()).containsExactly(1L, 3L, height + 1L, width + 1L);
    }

    @Test
    void anAdapterOfOneSizeOnlyGivesTheFeaturesOfThat() throws IOException {
        Path graph = Files.createDirectories(folder.resolve("t2i_adapter")).resolve("model.onnx");
        new TinyGraph()
                .input("control_image", TinyGraph.Type.FLOAT32, 1, 3, 16, 8)
                .output("adapter_0", TinyGraph.Type.FLOAT32, 1, 3, 16, 8)
                .write(graph);
        try (T2iAdapter adapter = T2iAdapter.open(new BundleFiles(folder), device(), ShapeProfile.unknown())) {
            assertThat(adapter.shape("adapter_0", 64, 32)).containsExactly(1L, 3L, 16L, 8L);
        }
    }

    @Test
    void strengthAndStepsAreObeyedFromPictureToPicture() {
        DiffusionStream stream = SharedStreams.of(GoldenBundles.withAdapter());
        byte[] without = painted(stream, ControlStrength.NONE);
        assertThat(painted(stream, new ControlStrength(1, 0.9f, 1)))
                .as("at other steps")
                .isEqualTo(without);
        byte[] full = painted(stream, new ControlStrength(1, 0, 1));
        assertThat(painted(stream, new ControlStrength(0.5f, 0, 1)))
                .isNotEqualTo(full)
                .isNotEqualTo(without);
        assertThat(full).isNotEqualTo(without).isEqualTo(painted(stream, new ControlStrength(1, 0, 1)));
    }

    @Test
    void whatDoesNotBelongTogetherIsNamed() throws IOException {
        Path graph = Files.createDirectories(folder.resolve("t2i_adapter")).resolve("model.onnx");
        Files.copy(
                Golden.file(GoldenBundles.T2I + "/depth/t2i_adapter/model.onnx"),
                graph,
                StandardCopyOption.REPLACE_EXISTING);
        try (T2iAdapter adapter = T2iAdapter.open(new BundleFiles(folder), device(), ShapeProfile.unknown())) {
            Path other = Golden.file("diffusion/models/made-tiny/unet/model.onnx");
            assertThatThrownBy(() ->
                            NetworkGoldenTest.open(other, 4, traits(adapter)).close())
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("adapter_0");
        }
        assertThatThrownBy(() ->
                        NetworkGoldenTest.open(unet(), 4, UNetTraits.PLAIN).close())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("adapter_0");
        Files.copy(unet(), graph, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> T2iAdapter.open(new BundleFiles(folder), device(), ShapeProfile.unknown())
                        .close())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("t2i_adapter/model.onnx");
    }

    private static byte[] painted(DiffusionStream stream, ControlStrength strength) {
        Frame frame = new Frame(32, 16, new byte[3 * 32 * 16]);
        for (int i = 0; i < frame.rgb().length; i++) {
            frame.rgb()[i] = (byte) (i * 31 % 256);
        }
        StreamParameters parameters = new StreamParameters(
                32, 16, List.of(20), CfgType.NONE, 1, 1, true, 3, false, Continuity.NONE, strength, 1);
        Conditioning words = new Conditioning(stream.embed("a fox"), stream.embed(""));
        return stream.paint(new StreamInput<>(new StreamState<>(), parameters, words, new InputPicture(frame), 0))
                .picture()
                .rgb();
    }

    private static List<Long> madeOf(T2iAdapter adapter, TensorInfo feature, int width, int height) {
        return Objects.requireNonNull(adapter.features(new Frame(width, height, new byte[3 * width * height]))
                        .get(feature.name()))
                .shape();
    }

    private static List<Long> rows(long count, List<Long> shape) {
        return List.of(count, shape.get(1), shape.get(2), shape.get(3));
    }

    private static Path unet() {
        return Golden.file(GoldenBundles.T2I + "/depth/unet/model.onnx");
    }

    private static UNetTraits traits(T2iAdapter adapter) {
        ControlNetworks control = new ControlNetworks(HintSource.PICTURE, Optional.of(adapter));
        return new UNetTraits(Optional.empty(), 8, 0, UNetTraits.USUAL_GUIDANCE, control);
    }

    private static InputPicture picture(Numpy.Array pixels) {
        byte[] rgb = new byte[pixels.values().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) pixels.ints()[i];
        }
        return new InputPicture(new Frame(pixels.shape()[1], pixels.shape()[0], rgb));
    }

    private static OnnxDevice device() {
        return OnnxDevice.open(DeviceOptions.cpu());
    }
}
