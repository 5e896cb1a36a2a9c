package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.golden.TinyGraph.Type;

class OnnxGraphTest {

    private static final OnnxDevice CPU = OnnxDevice.open(DeviceOptions.cpu());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"FLOAT32,false", "FLOAT16,false", "FLOAT32,true", "FLOAT16,true"})
    void everyLevelOfAPictureSurvivesTheWayInAndOut(Type type, boolean casting) {
        OnnxGraph graph = OnnxGraph.read(planes(type));
        graph.takePixels("in", casting);
        graph.givePixels("out", casting);
        TensorInfo pixels = new TensorInfo("in", ElementType.UINT8, List.of(-1L, -1L, -1L, 3L));
        assertThat(graph.inputs()).containsExactly(pixels);
        byte[] picture = new byte[2 * 2 * 128 * 3];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) (i / 3 + 50 * (i % 3));
        }
        try (OnnxModel model = graph.open(CPU, ShapeProfile.unknown())) {
            assertThat(model.inputs()).containsExactly(pixels);
            TensorBuffer in = new TensorBuffer(model.inputs().get(0));
            TensorBuffer out = new TensorBuffer(model.outputs().get(0));
            in.shape(2, 2, 128, 3);
            out.shape(2, 2, 128, 3);
            in.writeRaw(0, picture);
            model.run(List.of(in), List.of(out));
            assertThat(out.readRaw(0, picture.length)).isEqualTo(picture);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void picturesGoInAsPlanesFromMinusOneToOne(boolean casting) {
        OnnxGraph graph = OnnxGraph.read(planes(Type.FLOAT32));
        graph.takePixels("in", casting);
        try (OnnxModel model = graph.open(CPU, ShapeProfile.unknown())) {
            TensorBuffer in = new TensorBuffer(model.inputs().get(0));
            TensorBuffer out = new TensorBuffer(model.outputs().get(0));
            in.shape(1, 1, 2, 3);
            out.shape(1, 3, 1, 2);
            in.writeRaw(0, new byte[] {0, (byte) 255, 51, 102, (byte) 200, 1});
            model.run(List.of(in), List.of(out));
            float[] planes = new float[6];
            out.read(0, planes);
            float[] expected = {-1, -0.2f, 1, 200 / 127.5f - 1, -0.6f, 1 / 127.5f - 1};
            assertThat(planes).containsExactly(expected, within(1e-6f));
        }
    }

    /** TensorRT reads and writes bytes by casts only, so that nothing else can be part of what it builds. */
    @Test
    void bytesMeetNothingButCastsWhereTensorRtRunsIt() {
        OnnxGraph graph = OnnxGraph.read(planes(Type.FLOAT16));
        graph.takePixels("in", true);
        graph.givePixels("out", true);
        assertThat(graph.consumers("in")).extracting(GraphNode::operator).containsExactly("Cast");
        assertThat(graph.consumers("out/turned")).singleElement().satisfies(last -> {
            assertThat(last.operator()).isEqualTo("Cast");
            assertThat(last.outputs()).containsExactly("out");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void picturesComeOutRoundedAndClamped(boolean casting) {
        float[] strange = {
            Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE, -70_000, 70_000
        };
        int[] levels = {0, 255, 255, 0, 0, 255};
        byte[] clamped = rounded(casting, strange);
        for (int i = 0; i < strange.length; i++) {
            assertThat(clamped[i] & 0xFF).as("%s", strange[i]).isEqualTo(levels[i]);
        }
        assertThat(rounded(casting, Float.NaN, 1, 1)).as("not a number").hasSize(3);
        float[] sweep = new float[99_999];
        for (int i = 0; i < sweep.length; i++) {
            sweep[i] = (i - 50_000) / 45_000f;
        }
        byte[] swept = rounded(casting, sweep);
        for (int i = 0; i < sweep.length; i++) {
            double exact = Math.max(0, Math.min(255, (sweep[i] + 1.0) * 127.5));
            assertThat((double) (swept[i] & 0xFF)).as("%s", sweep[i]).isCloseTo(exact, within(0.5001));
        }
    }

    @Test
    void halfPrecisionStaysInside() {
        Path file = new TinyGraph()
                .input("in", Type.FLOAT16, 0, 5)
                .input("other", Type.INT64, 0)
                .output("out", Type.FLOAT16, 0, 5)
                .write(folder.resolve("half.onnx"));
        OnnxGraph graph = OnnxGraph.read(file);
        graph.exchangeFloats();
        try (OnnxModel model = graph.open(CPU, ShapeProfile.unknown())) {
            assertThat(model.inputs())
                    .extracting(TensorInfo::type)
                    .containsExactly(ElementType.FLOAT32, ElementType.INT64);
            assertThat(model.outputs()).extracting(TensorInfo::type).containsExactly(ElementType.FLOAT32);
            assertThat(model.outputs()).isEqualTo(graph.outputs());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet/model_scalar_f32.onnx", "unet/model_steps_i64.onnx"})
    void aTimestepForAllRowsBecomesOneARow(String file) {
        OnnxGraph graph = OnnxGraph.read(Golden.require(GoldenBundles.base() + "/" + file));
        graph.widen("timestep", "sample");
        try (OnnxModel model = graph.open(CPU, ShapeProfile.unknown())) {
            TensorInfo timestep = model.inputs().stream()
                    .filter(input -> input.name().equals("timestep"))
                    .findFirst()
                    .orElseThrow();
            assertThat(timestep.shape()).containsExactly(-1L);
        }
    }

    /** An imported UNet's attention is such an operator. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rangesAreOfNoUseWhereTensorRtCannotRunAllOfIt(boolean own) throws IOException {
        TensorInfo any = new TensorInfo("in", ElementType.FLOAT32, List.of(-1L));
        Message node = GraphNode.of("Gelu", List.of("in"), "out").message();
        Message graph = Message.EMPTY
                .with(OnnxField.GRAPH_NODES, own ? node.with(OnnxField.NODE_DOMAIN, "com.microsoft") : node)
                .with(OnnxField.GRAPH_INPUTS, GraphValue.of("in", any).message())
                .with(OnnxField.GRAPH_OUTPUTS, GraphValue.of("out", any).message());
        Path file = Files.write(
                folder.resolve("parts.onnx"),
                Message.EMPTY.with(OnnxField.MODEL_GRAPH, graph).fields().toByteArray());
        ShapeProfile.Range range = new ShapeProfile.Range(List.of(1L), List.of(2L), List.of(4L));
        assertThat(OnnxGraph.read(file).ranges(input -> Optional.of(range)))
                .isEqualTo(own ? Map.of() : Map.of(any, range));
    }

    @Test
    void aTimestepThatIsUsedOtherwiseStaysAsItIs() {
        Path file = new TinyGraph()
                .input("timestep", Type.FLOAT32)
                .input("sample", Type.FLOAT32, 0, 4)
                .output("out", Type.FLOAT32)
                .write(folder.resolve("scalar.onnx"));
        OnnxGraph graph = OnnxGraph.read(file);
        graph.widen("timestep", "sample");
        assertThat(graph.inputs().get(0).shape()).isEmpty();
    }

    @Test
    void noRandomNumbersAreDrawn() {
        Path file = new TinyGraph()
                .operator("RandomNormalLike")
                .input("in", Type.FLOAT32, 0)
                .output("out", Type.FLOAT32, 0)
                .write(folder.resolve("random.onnx"));
        OnnxGraph graph = OnnxGraph.read(file);
        graph.drawMeans();
        assertThat(run(OnnxGraph.read(file))).isNotEqualTo(new float[8]);
        assertThat(run(graph)).containsExactly(new float[8]);
    }

    /** As PyTorch's exporter writes noise of half precision: like zeros in single precision, of the shape of the mean. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noneOfAnotherTypeThanWhatTheyAreLike(boolean fixed) throws IOException {
        TensorInfo half = new TensorInfo("in", ElementType.FLOAT16, List.of(8L));
        GraphNode random = fixed
                ? GraphNode.of("RandomNormal", List.of(), "noise").with("shape", List.of(8))
                : GraphNode.of("RandomNormalLike", List.of("zeros"), "noise");
        Message graph = Message.EMPTY
                .withMessages(
                        OnnxField.GRAPH_NODES,
                        List.of(
                                GraphNode.of("Shape", List.of("in"), "shape").message(),
                                GraphNode.of("ConstantOfShape", List.of("shape"), "zeros")
                                        .message(),
                                random.with("dtype", ElementType.FLOAT16.number())
                                        .message(),
                                GraphNode.of("Add", List.of("in", "noise"), "out")
                                        .message()))
                .with(OnnxField.GRAPH_NAME, "sampling")
                .with(OnnxField.GRAPH_INPUTS, GraphValue.of("in", half).message())
                .with(OnnxField.GRAPH_OUTPUTS, GraphValue.of("out", half).message());
        Message model = Message.EMPTY
                .with(OnnxField.MODEL_IR_VERSION, 8L)
                .with(OnnxField.MODEL_GRAPH, graph)
                .with(OnnxField.MODEL_OPSETS, Message.EMPTY.with(OnnxField.OPSET_VERSION, 13L));
        Path file = Files.write(folder.resolve("sampling.onnx"), model.fields().toByteArray());
        OnnxGraph means = OnnxGraph.read(file);
        means.drawMeans();
        assertThat(run(means)).containsExactly(new float[8]);
    }

    @Test
    void weightsStayInTheFile() throws IOException {
        Path unet = Golden.checkout().resolve("models/pocket/unet/model.onnx");
        Message read = GraphFile.read(unet);
        assertThat(read.fields().getSerializedSize()).isLessThan((int) (Files.size(unet) / 4));
    }

    @Test
    void aFileThatIsMissingOrNoGraphIsNamed() throws IOException {
        byte[] noise = new byte[5000];
        new SplittableRandom(1).nextBytes(noise);
        Path broken = Files.write(folder.resolve("broken.onnx"), noise);
        Path cut = Files.write(folder.resolve("cut.onnx"), new byte[] {0x3A, 0x7F, 1, 2});
        for (Path file : List.of(broken, cut, folder.resolve("absent.onnx"))) {
            assertThatThrownBy(() -> OnnxGraph.read(file))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                    .hasMessageContaining(file.getFileName().toString());
        }
    }

    private Path planes(Type type) {
        return new TinyGraph()
                .input("in", type, 0, 3, 0, 0)
                .output("out", type, 0, 3, 0, 0)
                .write(folder.resolve(type + ".onnx"));
    }

    /** One row of pixels whose channels have these values in turns. */
    private byte[] rounded(boolean casting, float... values) {
        int width = values.length / 3;
        OnnxGraph graph = OnnxGraph.read(planes(Type.FLOAT32));
        graph.givePixels("out", casting);
        try (OnnxModel model = graph.open(CPU, ShapeProfile.unknown())) {
            TensorBuffer in = new TensorBuffer(model.inputs().get(0));
            TensorBuffer out = new TensorBuffer(model.outputs().get(0));
            in.shape(1, 3, 1, width);
            out.shape(1, 1, width, 3);
            float[] planes = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                planes[i % 3 * width + i / 3] = values[i];
            }
            in.write(0, planes);
            model.run(List.of(in), List.of(out));
            return out.readRaw(0, values.length);
        }
    }

    private static float[] run(OnnxGraph graph) {
        try (OnnxModel model = graph.open(CPU, ShapeProfile.unknown())) {
            TensorBuffer in = new TensorBuffer(model.inputs().get(0));
            TensorBuffer out = new TensorBuffer(model.outputs().get(0));
            in.shape(8);
            out.shape(8);
            model.run(List.of(in), List.of(out));
            float[] values = new float[8];
            out.read(0, values);
            return values;
        }
    }
}
