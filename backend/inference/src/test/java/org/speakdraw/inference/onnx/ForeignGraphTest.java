package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceException;

/** Graphs as others may hand them on: behind links, or made to do harm. */
class ForeignGraphTest {

    private static final OnnxDevice CPU = OnnxDevice.open(DeviceOptions.cpu());
    /** Enough for its weights to stay in the file. */
    private static final int MANY = 1 << 15;

    @TempDir
    private Path folder;

    @Test
    void aLinkToAGraphWithItsWeightsInItIsFollowed() throws IOException {
        byte[] values = floats(MANY, 3);
        Files.write(blob("a"), graph(weights(MANY).with(OnnxField.TENSOR_RAW, ByteString.copyFrom(values)), List.of()));
        assertThat(added(link("unet/model.onnx", "a"), MANY)).isEqualTo(values);
    }

    @Test
    void soAreLinksToWeightsBesideIt() throws IOException {
        byte[] values = floats(4, 5);
        Files.write(blob("a"), graph(beside("model.onnx_data"), List.of()));
        Files.write(blob("b"), values);
        link("unet/model.onnx_data", "b");
        assertThat(added(link("unet/model.onnx", "a"), 4)).isEqualTo(values);
    }

    @Test
    void noLinkLeadsElsewhere() throws IOException {
        Path secret = Files.write(folder.resolve("secret"), floats(4, 5));
        Path unet = Files.createDirectories(folder.resolve("unet"));
        Files.createSymbolicLink(unet.resolve("model.onnx_data"), secret);
        Path graph = Files.write(unet.resolve("model.onnx"), graph(beside("model.onnx_data"), List.of()));
        for (String place : List.of("model.onnx_data", "../secret", secret.toString())) {
            Files.write(graph, graph(beside(place), List.of()));
            assertInvalid(() -> added(graph, 4), "unet/model.onnx");
            Files.write(blob("a"), graph(beside(place), List.of()));
            Path linked = link("linked/model.onnx", "a");
            assertInvalid(() -> added(linked, 4), "linked/model.onnx");
        }
    }

    /** TensorRT's engines have the weights in them, and go by what this gives. */
    @Test
    void modelsThatDifferInTheirWeightsOnlyAreTwo() throws IOException {
        Files.write(blob("a"), graph(beside("model.onnx_data"), List.of()));
        Path first = link("first/model.onnx", "a");
        Path second = link("second/model.onnx", "a");
        Files.write(first.resolveSibling("model.onnx_data"), floats(4, 1));
        Files.write(second.resolveSibling("model.onnx_data"), floats(4, 2));
        String before = identity(first);
        assertThat(before).isEqualTo(identity(first)).isNotEqualTo(identity(second));
        assertThat(CPU.enginesOf(before)).isNotEqualTo(CPU.enginesOf(identity(second)));
        Files.write(first.resolveSibling("model.onnx_data"), floats(8, 1));
        assertThat(identity(first)).isNotEqualTo(before);
        byte[] changed = graph(weights(4), List.of());
        assertThat(GraphSource.of(changed, second).identity().get())
                .isNotEqualTo(identity(second))
                .matches("[0-9a-f]{32}");
    }

    private static String identity(Path file) {
        return GraphSource.of(file).identity().get();
    }

    @Test
    void graphsWithinGraphsEndSomewhere() throws IOException {
        Message inner = GraphNode.of("Identity", List.of("x"), "deep").message();
        for (int depth = 0; depth < 3000; depth++) {
            Message branch = Message.EMPTY.withMessages(OnnxField.GRAPH_NODES, List.of(inner));
            Message attribute =
                    Message.EMPTY.with(OnnxField.ATTRIBUTE_NAME, "then_branch").with(OnnxField.ATTRIBUTE_GRAPH, branch);
            inner = GraphNode.of("If", List.of("x"), "deep")
                    .message()
                    .withMessages(OnnxField.NODE_ATTRIBUTES, List.of(attribute));
        }
        Path file = Files.write(folder.resolve("deep.onnx"), graph(weights(1), List.of(inner)));
        assertInvalid(
                () -> {
                    OnnxGraph graph = OnnxGraph.read(file);
                    graph.exchangeFloats();
                    graph.takePixels("x", CPU);
                },
                "deep.onnx");
    }

    @Test
    void whatIsNoWeightIsNotReadWithoutEnd() throws IOException {
        Path file = folder.resolve("large.onnx");
        int documentation = 6 << 3 | 2;
        int size = 200 << 20;
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.write(documentation);
            for (int rest = size; rest > 0; rest >>>= 7) {
                large.write(rest > 0x7F ? rest & 0x7F | 0x80 : rest);
            }
            large.setLength(large.getFilePointer() + size);
        }
        assertInvalid(() -> OnnxGraph.read(file), "large.onnx");
    }

    @Test
    void sizesThatNothingCanHaveAreRefused() {
        TensorInfo endless = new TensorInfo("x", ElementType.FLOAT32, List.of(1L << 40));
        assertInvalid(() -> endless.sizeOr(0, 1), "x");
    }

    @Test
    void aBufferIsNeverSmallerThanItsShapeSays() {
        TensorBuffer buffer = new TensorBuffer(new TensorInfo("x", ElementType.FLOAT32, List.of(-1L, -1L)));
        buffer.shape(2, 3);
        for (long[] tooLarge : new long[][] {{1 << 15, 1 << 15}, {Integer.MAX_VALUE / 4, 1}, {1L << 40, 1L << 40}}) {
            assertThatThrownBy(() -> buffer.shape(tooLarge))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.code().id()).isEqualTo("size-unsupported"));
            assertThat(buffer.dimensions()).containsExactly(2, 3);
            assertThat(buffer.bytes()).isEqualTo(24);
        }
    }

    private static void assertInvalid(ThrowingCallable work, String named) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                .hasMessageContaining(named);
    }

    /** What it gives for its weights alone, as it is and once it is changed. */
    private static byte[] added(Path file, int size) {
        try (OnnxModel changed = OnnxGraph.read(file).open(CPU, ShapeProfile.unknown());
                OnnxModel plain = OnnxModel.open(file, CPU)) {
            byte[] values = given(changed, size);
            assertThat(given(plain, size)).isEqualTo(values);
            return values;
        }
    }

    private static byte[] given(OnnxModel model, int size) {
        TensorBuffer in = new TensorBuffer(model.inputs().get(0));
        TensorBuffer out = new TensorBuffer(model.outputs().get(0));
        in.shape(size);
        in.clear();
        out.shape(size);
        model.run(List.of(in), List.of(out));
        return out.readRaw(0, size);
    }

    /** {@code y = x + w}. */
    private static byte[] graph(Message weights, List<Message> before) {
        TensorInfo any = new TensorInfo("x", ElementType.FLOAT32, List.of(-1L));
        List<Message> nodes = new ArrayList<>(before);
        nodes.add(GraphNode.of("Add", List.of("x", "w"), "y").message());
        Message graph = Message.EMPTY
                .withMessages(OnnxField.GRAPH_NODES, nodes)
                .with(OnnxField.GRAPH_NAME, "foreign")
                .with(OnnxField.GRAPH_INITIALIZERS, weights)
                .with(OnnxField.GRAPH_INPUTS, GraphValue.of("x", any).message())
                .with(OnnxField.GRAPH_OUTPUTS, GraphValue.of("y", any).message());
        return Message.EMPTY
                .with(OnnxField.MODEL_IR_VERSION, 8L)
                .with(OnnxField.MODEL_GRAPH, graph)
                .with(OnnxField.MODEL_OPSETS, Message.EMPTY.with(OnnxField.OPSET_VERSION, 13L))
                .fields()
                .toByteArray();
    }

    private static Message weights(int size) {
        return Message.EMPTY
                .with(OnnxField.TENSOR_SIZES, size)
                .with(OnnxField.TENSOR_ELEMENT, ElementType.FLOAT32.number())
                .with(OnnxField.TENSOR_NAME, "w");
    }

    /** Four of them in another file. */
    private static Message beside(String place) {
        List<Message> entries = new ArrayList<>();
        Map.of("location", place, "offset", "0", "length", "16")
                .forEach((key, value) ->
                        entries.add(Message.EMPTY.with(OnnxField.ENTRY_KEY, key).with(OnnxField.ENTRY_VALUE, value)));
        return weights(4)
                .withMessages(OnnxField.TENSOR_EXTERNAL, entries)
                .with(OnnxField.TENSOR_LOCATION, OnnxField.LOCATION_EXTERNAL);
    }

    private Path blob(String name) throws IOException {
        return Files.createDirectories(folder.resolve("blobs")).resolve(name);
    }

    private Path link(String name, String blob) throws IOException {
        Path link = folder.resolve(name);
        Files.createDirectories(link.getParent());
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, Path.of("..", "blobs", blob));
    }

    private static byte[] floats(int count, float value) {
        ByteBuffer floats = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            floats.putFloat(value);
        }
        return floats.array();
    }
}
