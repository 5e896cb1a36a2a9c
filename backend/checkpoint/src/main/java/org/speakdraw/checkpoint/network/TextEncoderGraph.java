package org.speakdraw.checkpoint.network;

import java.util.List;
import org.speakdraw.checkpoint.graph.Attribute;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/** transformers' {@code CLIPTextModel}, with or without projection, as a graph. Weights have no {@code text_model.}. */
public final class TextEncoderGraph {

    /** Which of its values a UNet takes. */
    public enum Outputs {
        /** Normalised: SD 1, SD 2. */
        LAST_HIDDEN_STATE,
        /** SDXL's first encoder. */
        PENULTIMATE,
        /** SDXL's second encoder; also the embedding of the whole text. */
        PENULTIMATE_AND_POOLED
    }

    private static final int MAX_LAYERS = 64;
    /** What older configurations say, whatever the token's number is: then it is the highest of a text. */
    private static final int WRONG_END = 2;

    private final OnnxGraph graph;
    private final Layers layers;
    private final NetworkConfig config;
    private final int width;
    private final int tokens;
    private final int heads;
    private final float epsilon;

    private TextEncoderGraph(NetworkConfig config, ElementType type) {
        this.config = config;
        graph = new OnnxGraph(type);
        layers = new Layers(graph);
        width = config.size("hidden_size", 512);
        tokens = config.size("max_position_embeddings", 77);
        heads = config.size("num_attention_heads", 8);
        epsilon = (float) config.number("layer_norm_eps", 1e-5);
        if (width % heads != 0) {
            throw config.refused("num_attention_heads");
        }
        if (tokens > 1024) {
            throw config.refused("max_position_embeddings");
        }
    }

    /**
     * Builds the graph.
     *
     * @throws org.speakdraw.checkpoint.CheckpointException naming what of the configuration is not supported
     */
    public static OnnxGraph of(NetworkConfig config, Outputs outputs, ElementType type) {
        return new TextEncoderGraph(config, type).build(outputs);
    }

    private OnnxGraph build(Outputs outputs) {
        String ids = graph.input("input_ids", ElementType.INT64, "batch", tokens);
        String table = graph.parameter("embeddings.token_embedding.weight", config.size("vocab_size", 49408), width);
        String places = graph.parameter("embeddings.position_embedding.weight", tokens, width);
        String x = layers.add(graph.node("Gather", List.of(table, ids)), places);
        int count = config.size("num_hidden_layers", 12);
        if (count > MAX_LAYERS) {
            throw config.refused("num_hidden_layers");
        }
        String mask = mask();
        String penultimate = x;
        int needed = outputs == Outputs.PENULTIMATE ? count - 1 : count;
        for (int layer = 0; layer < needed; layer++) {
            penultimate = x;
            x = layer(x, "encoder.layers." + layer, mask);
        }
        if (outputs == Outputs.PENULTIMATE) {
            graph.output("penultimate_hidden_state", x, "batch", tokens, width);
            return graph;
        }
        String last = layers.layerNorm(x, "final_layer_norm", width, epsilon);
        if (outputs == Outputs.LAST_HIDDEN_STATE) {
            graph.output("last_hidden_state", last, "batch", tokens, width);
            return graph;
        }
        graph.output("penultimate_hidden_state", penultimate, "batch", tokens, width);
        int projected = config.size("projection_dim", 512);
        String pooled = graph.node("GatherND", List.of(last, end(ids)), Attribute.integer("batch_dims", 1));
        graph.output(
                "text_embeds",
                layers.linearOfRows(pooled, "text_projection", width, projected, false),
                "batch",
                projected);
        return graph;
    }

    /** Where each text ends: [n, 1]. */
    private String end(String ids) {
        int end = config.size("eos_token_id", WRONG_END);
        String marked = end == WRONG_END
                ? layers.cast(ids, ElementType.INT32)
                : layers.cast(graph.node("Equal", List.of(ids, graph.integer(end))), ElementType.INT32);
        return graph.node("ArgMax", List.of(marked), Attribute.integer("axis", 1), Attribute.integer("keepdims", 1));
    }

    /** No token sees those behind it: [tokens, tokens]. */
    private String mask() {
        float[] hidden = new float[tokens * tokens];
        for (int row = 0; row < tokens; row++) {
            for (int column = row + 1; column < tokens; column++) {
                hidden[row * tokens + column] = -65504;
            }
        }
        return graph.numbers(List.of((long) tokens, (long) tokens), hidden);
    }

    private String layer(String x, String name, String mask) {
        String first = layers.layerNorm(x, name + ".layer_norm1", width, epsilon);
        String seen = layers.add(x, attended(first, name + ".self_attn", mask));
        String second = layers.layerNorm(seen, name + ".layer_norm2", width, epsilon);
        int inner = config.size("intermediate_size", 4 * width);
        String active = activated(layers.linear(second, name + ".mlp.fc1", width, inner, true));
        return layers.add(seen, layers.linear(active, name + ".mlp.fc2", inner, width, true));
    }

    private String activated(String x) {
        return switch (config.text("hidden_act", "quick_gelu")) {
            case "quick_gelu" -> layers.quickGelu(x);
            case "gelu" -> layers.gelu(x);
            default -> throw config.refused("hidden_act");
        };
    }

    private String attended(String x, String name, String mask) {
        // Half of the scale on either side keeps half precision from overflowing.
        String scale = graph.number(Math.pow((double) width / heads, -0.25));
        String query = layers.multiply(parted(layers.linear(x, name + ".q_proj", width, width, true)), scale);
        String key = layers.multiply(parted(layers.linear(x, name + ".k_proj", width, width, true)), scale);
        String value = parted(layers.linear(x, name + ".v_proj", width, width, true));
        String scores = graph.node("MatMul", List.of(query, layers.permuted(key, 0, 1, 3, 2)));
        String weights = graph.node("Softmax", List.of(layers.add(scores, mask)), Attribute.integer("axis", -1));
        String mixed = layers.permuted(graph.node("MatMul", List.of(weights, value)), 0, 2, 1, 3);
        return layers.linear(layers.reshaped(mixed, 0, 0, width), name + ".out_proj", width, width, true);
    }

    /** [n, tokens, width] into heads: [n, heads, tokens, width of a head] */
    private String parted(String x) {
        return layers.permuted(layers.reshaped(x, 0, 0, heads, width / heads), 0, 2, 1, 3);
    }
}
