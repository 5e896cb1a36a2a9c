package org.speakdraw.inference.onnx;

import static org.speakdraw.inference.onnx.OnnxField.GRAPH_INITIALIZERS;
import static org.speakdraw.inference.onnx.OnnxField.GRAPH_INPUTS;
import static org.speakdraw.inference.onnx.OnnxField.GRAPH_NODES;
import static org.speakdraw.inference.onnx.OnnxField.GRAPH_OUTPUTS;
import static org.speakdraw.inference.onnx.OnnxField.GRAPH_VALUES;
import static org.speakdraw.inference.onnx.OnnxField.MODEL_GRAPH;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_ELEMENT;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_NAME;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_RAW;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_SIZES;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * A graph before it is loaded, to be changed so that what an exporter left to its caller happens on the device: what
 * goes in and comes out keeps its names. Its file stays as it is. Not thread-safe.
 */
public final class OnnxGraph {

    private static final float MOST_LEVELS = 255;
    private static final float LEVEL = 2 / MOST_LEVELS;

    private final Path file;
    private final Message model;
    private final Message graph;
    private final List<GraphNode> nodes = new ArrayList<>();
    private final List<Message> weights;
    private final List<GraphValue> inputs = new ArrayList<>();
    private final List<GraphValue> outputs;
    private List<Message> values;

    private OnnxGraph(Path file, Message model) {
        this.file = file;
        this.model = model;
        graph = model.message(MODEL_GRAPH);
        graph.messages(GRAPH_NODES).forEach(node -> nodes.add(new GraphNode(node)));
        nodes.forEach(GraphNode::requireShallow);
        weights = new ArrayList<>(graph.messages(GRAPH_INITIALIZERS));
        // Old graphs list their weights as inputs too.
        Set<String> known = new HashSet<>();
        weights.forEach(tensor -> known.add(tensor.text(TENSOR_NAME)));
        for (Message input : graph.messages(GRAPH_INPUTS)) {
            inputs.add(new GraphValue(input, known.contains(input.text(OnnxField.VALUE_NAME))));
        }
        outputs = new ArrayList<>(graph.messages(GRAPH_OUTPUTS).stream()
                .map(output -> new GraphValue(output, false))
                .toList());
        values = graph.messages(GRAPH_VALUES);
    }

    /**
     * Reads the graph in {@code file}, and of its weights where they are.
     *
     * @throws InferenceException {@code bundle-invalid} naming the file if it is missing or no graph
     */
    public static OnnxGraph read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + " is missing");
        }
        try {
            return new OnnxGraph(file, GraphFile.read(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, file + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** In the graph's order. */
    public List<TensorInfo> inputs() {
        return described(inputs);
    }

    /** In the graph's order. */
    public List<TensorInfo> outputs() {
        return described(outputs);
    }

    /** Whether most of its weights are of half precision. */
    public boolean isHalfPrecision() {
        long half = 0;
        for (Message tensor : weights) {
            long size = 1;
            for (long side : tensor.numbers(TENSOR_SIZES)) {
                size *= side;
            }
            half += tensor.number(TENSOR_ELEMENT) == ElementType.FLOAT16.number() ? size : -size;
        }
        return half > 0;
    }

    /** Whether it has operators of ONNX Runtime's own, which several others were fused into. */
    public boolean isFused() {
        return nodes.stream().anyMatch(GraphNode::isFused);
    }

    /**
     * Lets pictures come in as 8-bit pixels [n, H, W, 3] where the graph takes planes [n, 3, H, W] from -1 to 1.
     *
     * @param input of 32-bit or 16-bit floating point
     */
    public void takePixels(String input, OnnxDevice device) {
        takePixels(input, device.usesProfiles());
    }

    /** @param castFirst as TensorRT wants bytes, which nothing but a cast may read or write there; else they are turned first, being less */
    void takePixels(String input, boolean castFirst) {
        GraphValue value = find(inputs, input);
        String planes = moved(input, "planes");
        String floats = value.type() == ElementType.FLOAT32 ? planes : input + "/floats";
        String turned = input + "/turned";
        String levels = input + "/levels";
        List<GraphNode> before = new ArrayList<>();
        if (castFirst) {
            before.add(cast(input, input + "/cast", ElementType.FLOAT32));
            before.add(
                    GraphNode.of("Transpose", List.of(input + "/cast"), turned).with("perm", List.of(0, 3, 1, 2)));
            before.add(GraphNode.of("Mul", List.of(turned, constant(LEVEL)), levels));
        } else {
            before.add(GraphNode.of("Transpose", List.of(input), turned).with("perm", List.of(0, 3, 1, 2)));
            before.add(GraphNode.of("DequantizeLinear", List.of(turned, constant(LEVEL)), levels));
        }
        before.add(GraphNode.of("Sub", List.of(levels, constant(1)), floats));
        if (!floats.equals(planes)) {
            before.add(cast(floats, planes, value.type()));
        }
        nodes.addAll(0, before);
        replace(inputs, value, value.of(ElementType.UINT8).turned(0, 2, 3, 1));
    }

    /**
     * Lets pictures come out as 8-bit pixels [n, H, W, 3], rounded and clamped, where the graph gives planes
     * [n, 3, H, W] from about -1 to 1.
     *
     * @param output of 32-bit or 16-bit floating point
     */
    public void givePixels(String output, OnnxDevice device) {
        givePixels(output, device.usesProfiles());
    }

    /** @param castLast as above */
    void givePixels(String output, boolean castLast) {
        GraphValue value = find(outputs, output);
        String planes = moved(output, "planes");
        String floats = value.type() == ElementType.FLOAT32 ? planes : output + "/floats";
        String raised = output + "/raised";
        String levels = output + "/levels";
        if (!floats.equals(planes)) {
            nodes.add(cast(planes, floats, ElementType.FLOAT32));
        }
        nodes.add(GraphNode.of("Add", List.of(floats, constant(1)), raised));
        if (castLast) {
            nodes.add(GraphNode.of("Div", List.of(raised, constant(LEVEL)), output + "/scaled"));
            nodes.add(GraphNode.of(
                    "Clip", List.of(output + "/scaled", constant(0), constant(MOST_LEVELS)), output + "/clamped"));
            nodes.add(GraphNode.of("Round", List.of(output + "/clamped"), levels));
            nodes.add(GraphNode.of("Transpose", List.of(levels), output + "/turned")
                    .with("perm", List.of(0, 2, 3, 1)));
            nodes.add(cast(output + "/turned", output, ElementType.UINT8));
        } else {
            nodes.add(GraphNode.of("QuantizeLinear", List.of(raised, constant(LEVEL), zeroLevel()), levels));
            nodes.add(GraphNode.of("Transpose", List.of(levels), output).with("perm", List.of(0, 2, 3, 1)));
        }
        replace(outputs, value, value.of(ElementType.UINT8).turned(0, 2, 3, 1));
    }

    /** Lets everything of half precision come in and go out in single precision. */
    public void exchangeFloats() {
        for (GraphValue value : List.copyOf(inputs)) {
            if (!value.weight() && value.type() == ElementType.FLOAT16) {
                nodes.add(0, cast(value.name(), moved(value.name(), "half"), ElementType.FLOAT16));
                replace(inputs, value, value.of(ElementType.FLOAT32));
            }
        }
        for (GraphValue value : List.copyOf(outputs)) {
            if (value.type() == ElementType.FLOAT16) {
                nodes.add(cast(moved(value.name(), "half"), value.name(), ElementType.FLOAT32));
                replace(outputs, value, value.of(ElementType.FLOAT32));
            }
        }
    }

    /**
     * Lets an input of one number for all rows take one a row, where all that the graph does with it at first is to
     * repeat it for every row, as diffusers' UNets do with the timestep. Other graphs stay as they are.
     *
     * @param input    a scalar, or of one element
     * @param likeRows an input with the rows in its first dimension
     */
    public void widen(String input, String likeRows) {
        GraphValue value = find(inputs, input);
        Optional<GraphNode> repeated = repeated(input, value.info().rank());
        if (repeated.isEmpty()) {
            return;
        }
        if (value.info().rank() == 0) {
            GraphNode added = consumers(input).get(0);
            nodes.set(
                    nodes.indexOf(added),
                    GraphNode.of("Identity", List.of(input), added.outputs().get(0)));
        }
        replace(inputs, value, value.vector(find(inputs, likeRows)));
        // What the exporter noted of the values in between does not hold any more.
        values = List.of();
    }

    /** Puts 0, the mean, in place of every random number: an encoder that draws from its distribution flickers. */
    public void drawMeans() {
        List<GraphNode> drawn = new ArrayList<>();
        for (GraphNode node : nodes) {
            switch (node.operator()) {
                case "RandomNormalLike" -> drawn.addAll(zerosLike(node));
                case "RandomNormal" -> drawn.add(zeros(node));
                default -> drawn.add(node);
            }
        }
        nodes.clear();
        nodes.addAll(drawn);
    }

    /** Of the type that it asks for, which need not be that of what it is to be like: PyTorch writes halves like zeros in single precision. */
    private static List<GraphNode> zerosLike(GraphNode node) {
        String like = node.inputs().get(0);
        String result = node.outputs().get(0);
        Optional<Long> type = node.integer("dtype");
        return type.isEmpty()
                ? List.of(GraphNode.of("Sub", List.of(like, like), result))
                : List.of(
                        GraphNode.of("Sub", List.of(like, like), result + "/zeros"),
                        GraphNode.of("Cast", List.of(result + "/zeros"), result).with("to", type.get()));
    }

    /** Of the one shape that it has. */
    private GraphNode zeros(GraphNode node) {
        String result = node.outputs().get(0);
        List<Long> shape = node.integers("shape");
        ByteBuffer sizes = ByteBuffer.allocate(Long.BYTES * shape.size()).order(ByteOrder.LITTLE_ENDIAN);
        shape.forEach(sizes::putLong);
        weights.add(tensor(result + "/shape", ElementType.INT64, sizes.array(), shape.size()));
        ElementType type = ElementType.of(node.integer("dtype").orElse(1L), result);
        return GraphNode.of("ConstantOfShape", List.of(result + "/shape"), result)
                .with("value", tensor("", type, new byte[type.bytes()], 1));
    }

    /**
     * The ranges of its inputs' shapes, as TensorRT takes them: none where operators that it does not know cut the graph into parts, since
     * it refuses parts whose own inputs have no ranges.
     */
    Map<TensorInfo, ShapeProfile.Range> ranges(ShapeProfile profile) {
        return isFused() ? Map.of() : profile.ranges(inputs());
    }

    /**
     * Loads it.
     *
     * @throws InferenceException {@code bundle-invalid} naming the file if it is not a usable graph
     */
    public OnnxModel open(OnnxDevice device, ShapeProfile profile) {
        Map<TensorInfo, ShapeProfile.Range> ranges = device.usesProfiles() ? ranges(profile) : Map.of();
        // Fused graphs have convolutions of that layout already.
        boolean channelsLast =
                !isFused() && nodes.stream().anyMatch(node -> node.operator().equals("Conv"));
        return OnnxModel.open(changed().toByteArray(), file, device, ranges, channelsLast);
    }

    private ByteString changed() {
        Message result = graph.withMessages(
                        GRAPH_NODES, nodes.stream().map(GraphNode::message).toList())
                .withMessages(GRAPH_INITIALIZERS, weights)
                .withMessages(
                        GRAPH_INPUTS, inputs.stream().map(GraphValue::message).toList())
                .withMessages(
                        GRAPH_OUTPUTS, outputs.stream().map(GraphValue::message).toList())
                .withMessages(GRAPH_VALUES, values);
        return model.with(MODEL_GRAPH, result).fields().toByteString();
    }

    /** The node that repeats the input for all rows, if nothing else looks at it. */
    private Optional<GraphNode> repeated(String input, int rank) {
        String name = input;
        boolean one = rank == 1;
        while (true) {
            List<GraphNode> next = consumers(name);
            if (next.size() != 1) {
                return Optional.empty();
            }
            GraphNode node = next.get(0);
            switch (node.operator()) {
                case "Expand" -> {
                    return one && node.inputs().get(0).equals(name) ? Optional.of(node) : Optional.empty();
                }
                case "Unsqueeze" -> {
                    // It is the first that counts: what comes first can be left out.
                    if (one || !name.equals(input)) {
                        return Optional.empty();
                    }
                    one = true;
                }
                case "Cast", "Identity" -> {}
                default -> {
                    return Optional.empty();
                }
            }
            name = node.outputs().get(0);
        }
    }

    /** The nodes that read a value. */
    List<GraphNode> consumers(String name) {
        return nodes.stream().filter(node -> node.inputs().contains(name)).toList();
    }

    /** Gives what the nodes call {@code name} another name, so that {@code name} can mean something else. */
    private String moved(String name, String what) {
        String inside = name + "/" + what;
        nodes.replaceAll(node -> node.renamed(name, inside));
        values = values.stream()
                .filter(value -> !value.text(OnnxField.VALUE_NAME).equals(name))
                .toList();
        return inside;
    }

    private static void replace(List<GraphValue> list, GraphValue old, GraphValue now) {
        list.set(list.indexOf(old), now);
    }

    private static GraphNode cast(String from, String to, ElementType type) {
        return GraphNode.of("Cast", List.of(from), to).with("to", type.number());
    }

    private String constant(float value) {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        return weight("speakdraw/" + value, ElementType.FLOAT32, bytes);
    }

    private String zeroLevel() {
        return weight("speakdraw/level", ElementType.UINT8, new byte[1]);
    }

    private String weight(String name, ElementType type, byte[] value) {
        if (weights.stream().noneMatch(weight -> weight.text(TENSOR_NAME).equals(name))) {
            weights.add(tensor(name, type, value));
        }
        return name;
    }

    private static Message tensor(String name, ElementType type, byte[] values, long... sizes) {
        return Message.EMPTY
                .with(TENSOR_SIZES, sizes)
                .with(TENSOR_ELEMENT, type.number())
                .with(TENSOR_NAME, name)
                .with(TENSOR_RAW, ByteString.copyFrom(values));
    }

    private static GraphValue find(List<GraphValue> values, String name) {
        return values.stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tensor is called " + name));
    }

    private static List<TensorInfo> described(Collection<GraphValue> values) {
        return values.stream()
                .filter(value -> !value.weight())
                .map(GraphValue::info)
                .toList();
    }
}
