package org.speakdraw.checkpoint.network;

import java.util.List;
import java.util.Optional;
import org.speakdraw.checkpoint.graph.Attribute;
import org.speakdraw.checkpoint.graph.Branches;
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

    private static final int MAX_TOKENS = 1024;
    /** What older configurations say, whatever the token's number is: then it is the highest of a text. */
    private static final int WRONG_END = 2;

    private final OnnxGraph graph;
    private final Layers layers;
    private final NetworkConfig config;
    private final int tokens;

    private TextEncoderGraph(NetworkConfig config, Optional<Branches> branches, ElementType type) {
        this.config = config;
        graph = new OnnxGraph(type);
        layers = Layers.of(graph, branches);
        tokens = config.size("max_position_embeddings", 77);
        if (tokens > MAX_TOKENS) {
            throw config.refused("max_position_embeddings");
        }
    }

    /**
     * Builds the graph.
     *
     * @param branches that count as much as each row says, {@code lora_scale} [n], where there are any
     * @throws org.speakdraw.checkpoint.CheckpointException naming what of the configuration is not supported
     */
    public static OnnxGraph of(NetworkConfig config, Outputs outputs, Optional<Branches> branches, ElementType type) {
        return new TextEncoderGraph(config, branches, type).build(outputs);
    }

    private OnnxGraph build(Outputs outputs) {
        String ids = graph.input("input_ids", ElementType.INT64, "batch", tokens);
        ClipLayers clip = ClipLayers.of(layers, config, Optional.of(mask()));
        int width = clip.width();
        String table = graph.parameter("embeddings.token_embedding.weight", config.size("vocab_size", 49408), width);
        String places = graph.parameter("embeddings.position_embedding.weight", tokens, width);
        String x = layers.add(graph.node("Gather", List.of(table, ids)), places);
        String penultimate = x;
        int needed = outputs == Outputs.PENULTIMATE ? clip.count() - 1 : clip.count();
        for (int layer = 0; layer < needed; layer++) {
            penultimate = x;
            x = clip.layer(x, "encoder.layers." + layer);
        }
        if (outputs == Outputs.PENULTIMATE) {
            graph.output("penultimate_hidden_state", x, "batch", tokens, width);
            return graph;
        }
        String last = clip.normal(x, "final_layer_norm");
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
}
