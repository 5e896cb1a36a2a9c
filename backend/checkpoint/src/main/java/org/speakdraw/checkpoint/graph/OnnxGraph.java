package org.speakdraw.checkpoint.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.speakdraw.checkpoint.safetensors.HalfPrecision;

/**
 * An ONNX graph under construction. Values are called by name; weights are named and given a place in a file beside the
 * graph ({@code model.onnx_data}), which {@link WeightFile} writes. Field numbers are those of {@code onnx.proto}.
 */
public final class OnnxGraph {

    /** Of the file with the weights, which lies in the graph's folder. */
    public static final String DATA = "model.onnx_data";

    private static final long IR_VERSION = 8;
    private static final long OPSET = 18;
    /** ONNX Runtime's own operators. */
    private static final String CONTRIBUTED = "com.microsoft";
    /** Weights begin at whole pages, so that they can be mapped. */
    private static final long ALIGNMENT = 4096;

    private final ElementType type;
    private List<ProtobufMessage> nodes = new ArrayList<>();
    private final List<ProtobufMessage> inputs = new ArrayList<>();
    private final List<ProtobufMessage> outputs = new ArrayList<>();
    private final List<ProtobufMessage> initialisers = new ArrayList<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, String> constants = new LinkedHashMap<>();
    private long dataBytes;
    private int values;

    /** @param type that weights and most values have: {@code FLOAT} or {@code HALF} */
    public OnnxGraph(ElementType type) {
        this.type = type;
    }

    public ElementType type() {
        return type;
    }

    /**
     * A tensor that callers give.
     *
     * @param dimensions numbers, or names of dimensions of any size
     */
    public String input(String name, ElementType type, Object... dimensions) {
        inputs.add(valueInfo(name, type, dimensions));
        return name;
    }

    /** Hands {@code value} out under {@code name}. */
    public void output(String name, String value, Object... dimensions) {
        nodes.add(message("", "Identity", List.of(value), List.of(name)));
        outputs.add(valueInfo(name, type, dimensions));
    }

    /** A node with one output. */
    public String node(String operator, List<String> inputs, Attribute... attributes) {
        return node("", operator, inputs, 1, attributes).get(0);
    }

    /** A node that only ONNX Runtime has. */
    public String contributed(String operator, List<String> inputs, Attribute... attributes) {
        return node(CONTRIBUTED, operator, inputs, 1, attributes).get(0);
    }

    /** A node with several outputs. */
    public List<String> nodes(String operator, List<String> inputs, int count, Attribute... attributes) {
        return node("", operator, inputs, count, attributes);
    }

    private List<String> node(String domain, String operator, List<String> inputs, int count, Attribute... attributes) {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add("v" + values++);
        }
        ProtobufMessage node = message(domain, operator, inputs, results);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message());
        }
        nodes.add(node);
        return results;
    }

    /**
     * Two parts of the graph, of which only one is computed: the first where {@code condition}, a single truth value, is
     * true. Both have as many results, which are this node's.
     */
    public List<String> either(String condition, Supplier<List<String>> first, Supplier<List<String>> second) {
        List<String> results = new ArrayList<>();
        ProtobufMessage then = branch("then", first, results);
        ProtobufMessage otherwise = branch("otherwise", second, new ArrayList<>());
        List<String> outputs = results.stream().map(result -> "v" + values++).toList();
        nodes.add(message("", "If", List.of(condition), outputs)
                .message(5, Attribute.graph("then_branch", then).message())
                .message(5, Attribute.graph("else_branch", otherwise).message()));
        return outputs;
    }

    private ProtobufMessage branch(String name, Supplier<List<String>> part, List<String> results) {
        List<ProtobufMessage> outside = nodes;
        nodes = new ArrayList<>();
        try {
            results.addAll(part.get());
            ProtobufMessage branch = new ProtobufMessage();
            nodes.forEach(node -> branch.message(1, node));
            branch.text(2, name);
            ProtobufMessage tensor = new ProtobufMessage().integer(1, type.code());
            results.forEach(result -> branch.message(
                    12, new ProtobufMessage().text(1, result).message(2, new ProtobufMessage().message(1, tensor))));
            return branch;
        } finally {
            nodes = outside;
        }
    }

    /** A weight of the checkpoint, with {@code shape} in the graph too. */
    public String parameter(String name, long... shape) {
        return parameter(name, false, shape);
    }

    /** A matrix [out, in] of the checkpoint, which the graph takes as [in, out]. */
    public String transposed(String name, long out, long in) {
        return parameter(name, true, out, in);
    }

    private String parameter(String name, boolean transposed, long... shape) {
        Parameter known = parameters.get(name);
        if (known == null) {
            known = new Parameter(name, Arrays.stream(shape).boxed().toList(), transposed, dataBytes);
            parameters.put(name, known);
            initialisers.add(initialiser(known));
            dataBytes = (dataBytes + known.elements() * type.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        return name;
    }

    /** All weights, in the order of their places. */
    public Collection<Parameter> parameters() {
        return Collections.unmodifiableCollection(parameters.values());
    }

    /** A constant of the graph's own type. */
    public String number(double value) {
        return numbers(List.of(), (float) value);
    }

    /** A constant of the graph's own type. */
    public String numbers(List<Long> shape, float... values) {
        return constant(type, shape, values.length, (bytes, i) -> {
            if (type == ElementType.HALF) {
                bytes.putShort(HalfPrecision.fromFloat(values[i]));
            } else {
                bytes.putFloat(values[i]);
            }
        });
    }

    /** A constant of 32 bits, whatever the graph's type. */
    public String floats(List<Long> shape, float... values) {
        return constant(ElementType.FLOAT, shape, values.length, (bytes, i) -> bytes.putFloat(values[i]));
    }

    /** A constant vector, such as a shape. */
    public String integers(long... values) {
        return constant(
                ElementType.INT64,
                List.of((long) values.length),
                values.length,
                (bytes, i) -> bytes.putLong(values[i]));
    }

    /** A single constant number. */
    public String integer(long value) {
        return constant(ElementType.INT64, List.of(), 1, (bytes, i) -> bytes.putLong(value));
    }

    /** Writes the graph; its weights are another file's ({@link WeightFile}). */
    public void write(Path file) throws IOException {
        ProtobufMessage graph = new ProtobufMessage();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, "speakdraw");
        initialisers.forEach(tensor -> graph.message(5, tensor));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        ProtobufMessage model = new ProtobufMessage()
                .integer(1, IR_VERSION)
                .text(2, "speakdraw")
                .message(7, graph)
                .message(8, new ProtobufMessage().text(1, "").integer(2, OPSET))
                .message(8, new ProtobufMessage().text(1, CONTRIBUTED).integer(2, 1));
        Files.write(file, model.toByteArray());
    }

    /** Writes one element. */
    private interface Element {
        void write(ByteBuffer into, int index);
    }

    private String constant(ElementType type, List<Long> shape, int count, Element element) {
        ByteBuffer bytes = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            element.write(bytes, i);
        }
        String key = type + " " + shape + " " + Arrays.toString(bytes.array());
        return constants.computeIfAbsent(key, unseen -> {
            String name = "c" + constants.size();
            ProtobufMessage tensor = tensor(name, type, shape);
            initialisers.add(tensor.bytes(9, bytes.array()));
            return name;
        });
    }

    private ProtobufMessage initialiser(Parameter parameter) {
        List<Long> shape = new ArrayList<>(parameter.shape());
        if (parameter.transposed()) {
            Collections.reverse(shape);
        }
        return tensor(parameter.name(), type, shape)
                .message(13, entry("location", DATA))
                .message(13, entry("offset", Long.toString(parameter.offset())))
                .message(13, entry("length", Long.toString(parameter.elements() * type.bytes())))
                .integer(14, 1);
    }

    private static ProtobufMessage tensor(String name, ElementType type, List<Long> shape) {
        ProtobufMessage tensor = new ProtobufMessage();
        shape.forEach(size -> tensor.integer(1, size));
        return tensor.integer(2, type.code()).text(8, name);
    }

    private static ProtobufMessage entry(String key, String value) {
        return new ProtobufMessage().text(1, key).text(2, value);
    }

    private static ProtobufMessage message(String domain, String operator, List<String> inputs, List<String> outputs) {
        ProtobufMessage node = new ProtobufMessage();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(4, operator);
        return domain.isEmpty() ? node : node.text(7, domain);
    }

    private static ProtobufMessage valueInfo(String name, ElementType type, Object... dimensions) {
        ProtobufMessage shape = new ProtobufMessage();
        for (Object dimension : dimensions) {
            shape.message(
                    1,
                    dimension instanceof Number size
                            ? new ProtobufMessage().integer(1, size.longValue())
                            : new ProtobufMessage().text(2, dimension.toString()));
        }
        ProtobufMessage tensor = new ProtobufMessage().integer(1, type.code()).message(2, shape);
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }
}
