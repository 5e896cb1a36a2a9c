package org.speakdraw.checkpoint.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.speakdraw.checkpoint.graph.Attribute;
import org.speakdraw.checkpoint.graph.Branches;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;
import org.speakdraw.checkpoint.graph.Parameter;

/**
 * The layers that the networks are built of. Weights are called {@code NAME.weight} and {@code NAME.bias}.
 *
 * @param branches beside some of them
 * @param scale    how much each row wants of the branches, [n]; empty where there are none
 */
record Layers(OnnxGraph graph, Branches branches, String scale) {

    /** Without branches. */
    Layers(OnnxGraph graph) {
        this(graph, Branches.NONE, "");
    }

    /** With branches, where there are any: then the graph takes {@code lora_scale} [n]. */
    static Layers of(OnnxGraph graph, Optional<Branches> branches) {
        return branches.map(some -> new Layers(graph, some, graph.input("lora_scale", ElementType.FLOAT, "batch")))
                .orElseGet(() -> new Layers(graph));
    }

    /** [n, tokens, in] to [n, tokens, out]. */
    String linear(String x, String name, long in, long out, boolean bias) {
        return linear(x, 3, name, in, out, bias);
    }

    /** [n, in] to [n, out]. */
    String linearOfRows(String x, String name, long in, long out, boolean bias) {
        return linear(x, 2, name, in, out, bias);
    }

    private String linear(String x, int dimensions, String name, long in, long out, boolean bias) {
        String result = product(x, name + ".weight", in, out);
        result = bias ? add(result, graph.parameter(name + ".bias", out)) : result;
        for (Branches.Branch branch : branches(name, out, in)) {
            String narrow = scaled(product(x, branch.down(), in, branch.rank()), dimensions);
            result = add(result, product(narrow, branch.up(), branch.rank(), out));
        }
        return result;
    }

    private String product(String x, String weight, long in, long out) {
        return graph.node("MatMul", List.of(x, graph.transposed(weight, out, in)));
    }

    private List<Branches.Branch> branches(String name, Long... shape) {
        return branches.of(new Parameter(name + ".weight", List.of(shape), false, 0));
    }

    /** As each row wants it. */
    private String scaled(String x, int dimensions) {
        long[] shape = new long[dimensions];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        return multiply(x, cast(reshaped(scale, shape), graph.type()));
    }

    /** A convolution that keeps the size: [n, in, h, w] to [n, out, h, w]. */
    String convolution(String x, String name, long in, long out, int kernel) {
        int pad = kernel / 2;
        return convolution(x, name, in, out, kernel, 1, true, pad, pad, pad, pad);
    }

    /** @param pads top, left, bottom, right */
    String convolution(String x, String name, long in, long out, int kernel, int stride, boolean bias, long... pads) {
        String weight = graph.parameter(name + ".weight", out, in, kernel, kernel);
        String result = convolved(
                bias ? List.of(x, weight, graph.parameter(name + ".bias", out)) : List.of(x, weight),
                kernel,
                stride,
                pads);
        for (Branches.Branch branch : branches(name, out, in, (long) kernel, (long) kernel)) {
            String down = graph.parameter(branch.down(), branch.rank(), in, kernel, kernel);
            String narrow = scaled(convolved(List.of(x, down), kernel, stride, pads), 4);
            String up = graph.parameter(branch.up(), out, branch.rank(), 1, 1);
            result = add(result, convolved(List.of(narrow, up), 1, 1, 0, 0, 0, 0));
        }
        return result;
    }

    private String convolved(List<String> inputs, int kernel, int stride, long... pads) {
        return graph.node(
                "Conv",
                inputs,
                Attribute.integers("kernel_shape", kernel, kernel),
                Attribute.integers("strides", stride, stride),
                Attribute.integers("pads", pads));
    }

    /** Group normalisation of [n, channels, h, w]. */
    String groupNorm(String x, String name, int groups, long channels, float epsilon) {
        float[] ones = new float[groups];
        Arrays.fill(ones, 1);
        List<Long> shape = List.of((long) groups);
        String grouped = graph.node("Reshape", List.of(x, graph.integers(0, groups, -1)));
        String normal = graph.node(
                "InstanceNormalization",
                List.of(grouped, graph.numbers(shape, ones), graph.numbers(shape, new float[groups])),
                Attribute.number("epsilon", epsilon));
        String back = graph.node("Reshape", List.of(normal, shape(x)));
        String scaled = multiply(back, graph.parameter(name + ".weight", channels, 1, 1));
        return add(scaled, graph.parameter(name + ".bias", channels, 1, 1));
    }

    /** Normalisation of the last dimension. */
    String layerNorm(String x, String name, long width, float epsilon) {
        return graph.node(
                "LayerNormalization",
                List.of(x, graph.parameter(name + ".weight", width), graph.parameter(name + ".bias", width)),
                Attribute.integer("axis", -1),
                Attribute.number("epsilon", epsilon));
    }

    String add(String a, String b) {
        return graph.node("Add", List.of(a, b));
    }

    String multiply(String a, String b) {
        return graph.node("Mul", List.of(a, b));
    }

    /** A parameter [1, ...] as often as {@code rows} has rows: [n, ...]. */
    String forEachRow(String parameter, String rows) {
        Attribute first = Attribute.integer("end", 1);
        String count = graph.node("Shape", List.of(rows), first);
        return graph.node("Expand", List.of(parameter, concatenated(0, count, graph.integers(1, 1))));
    }

    String shape(String x) {
        return graph.node("Shape", List.of(x));
    }

    String concatenated(int axis, String... values) {
        return graph.node("Concat", List.of(values), Attribute.integer("axis", axis));
    }

    String reshaped(String x, long... shape) {
        return graph.node("Reshape", List.of(x, graph.integers(shape)));
    }

    String permuted(String x, long... order) {
        return graph.node("Transpose", List.of(x), Attribute.integers("perm", order));
    }

    String cast(String x, ElementType type) {
        return graph.node("Cast", List.of(x), Attribute.integer("to", type.code()));
    }

    String silu(String x) {
        return multiply(x, graph.node("Sigmoid", List.of(x)));
    }

    /** {@code x / 2 (1 + erf(x / sqrt 2))}. */
    String gelu(String x) {
        String error = graph.node("Erf", List.of(graph.node("Div", List.of(x, graph.number(Math.sqrt(2))))));
        return multiply(multiply(x, add(error, graph.number(1))), graph.number(0.5));
    }

    /** {@code x sigmoid(1.702 x)}, which OpenAI's CLIP was trained with. */
    String quickGelu(String x) {
        return multiply(x, graph.node("Sigmoid", List.of(multiply(x, graph.number(1.702)))));
    }

    /**
     * Attention of queries [n, s, width] to keys and values [n, t, width], as one operator: it never holds the whole
     * table of s x t, and on a GPU it is several times as fast as its parts.
     */
    String attention(String query, String key, String value, long heads) {
        return graph.contributed(
                "MultiHeadAttention", List.of(query, key, value), Attribute.integer("num_heads", heads));
    }

    /** Twice as high and wide. */
    String doubled(String x) {
        return resized(List.of(x, "", graph.floats(List.of(4L), 1, 1, 2, 2)));
    }

    /** As high and wide as {@code like}: the way up meets sides that no halving divides. */
    String resizedLike(String x, String like) {
        Attribute two = Attribute.integer("start", 2);
        String channels = graph.node("Shape", List.of(x), Attribute.integer("end", 2));
        String size = graph.node("Shape", List.of(like), two);
        return resized(List.of(x, "", "", concatenated(0, channels, size)));
    }

    private String resized(List<String> inputs) {
        return graph.node(
                "Resize",
                inputs,
                Attribute.text("mode", "nearest"),
                Attribute.text("coordinate_transformation_mode", "asymmetric"),
                Attribute.text("nearest_mode", "floor"));
    }

    /**
     * A number as waves of {@code width / 2} lengths (Vaswani et al., "Attention is all you need"), in 32 bits.
     *
     * @param numbers      [n, 1]
     * @param cosineFirst  diffusers' {@code flip_sin_to_cos}
     * @param shift        diffusers' {@code freq_shift}
     */
    String waves(String numbers, int width, boolean cosineFirst, double shift) {
        int half = width / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.exp((float) (-Math.log(10_000) * i) / (half - shift));
        }
        String angles = graph.node("Mul", List.of(numbers, graph.floats(List.of((long) half), frequencies)));
        String sine = graph.node("Sin", List.of(angles));
        String cosine = graph.node("Cos", List.of(angles));
        return cosineFirst ? concatenated(-1, cosine, sine) : concatenated(-1, sine, cosine);
    }
}
