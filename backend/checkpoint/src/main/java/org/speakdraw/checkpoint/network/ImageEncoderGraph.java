package org.speakdraw.checkpoint.network;

import java.util.List;
import java.util.Optional;
import org.speakdraw.checkpoint.graph.Attribute;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/**
 * transformers' {@code CLIPVisionModelWithProjection} as a graph: {@code pixel_values} [n, 3, side, side] to what an
 * IP-Adapter takes of it.
 */
public final class ImageEncoderGraph {

    /** Which of its values an IP-Adapter takes. */
    public enum Output {
        /** The whole image's, projected, {@code image_embeds} [n, width]: plain adapters. */
        EMBEDDING,
        /** Every position's before the last layer, {@code penultimate_hidden_state} [n, positions, width]: plus. */
        PENULTIMATE
    }

    private static final String PREFIX = "vision_model.";
    private static final int MAX_SIDE = 1024;

    private final OnnxGraph graph;
    private final Layers layers;
    private final NetworkConfig config;
    private final ClipLayers clip;

    private ImageEncoderGraph(NetworkConfig config, ElementType type) {
        this.config = config;
        graph = new OnnxGraph(type);
        layers = new Layers(graph);
        config.require("num_channels", 3);
        clip = ClipLayers.of(layers, config, Optional.empty());
    }

    /**
     * Builds the graph.
     *
     * @throws org.speakdraw.checkpoint.CheckpointException naming what of the configuration is not supported
     */
    public static OnnxGraph of(NetworkConfig config, Output output, ElementType type) {
        return new ImageEncoderGraph(config, type).build(output);
    }

    /** Values of the encoded image, or of each of its positions. */
    public static int width(NetworkConfig config, Output output) {
        return output == Output.EMBEDDING ? config.size("projection_dim", 512) : config.size("hidden_size", 768);
    }

    /** Of the square that it sees. */
    public static int side(NetworkConfig config) {
        int side = config.size("image_size", 224);
        if (side > MAX_SIDE) {
            throw config.refused("image_size");
        }
        return side;
    }

    private OnnxGraph build(Output output) {
        int side = side(config);
        int patch = config.size("patch_size", 32);
        if (patch > side) {
            throw config.refused("patch_size");
        }
        int across = side / patch;
        String x = clip.normal(embedded(side, patch, across), PREFIX + "pre_layrnorm");
        int needed = output == Output.PENULTIMATE ? clip.count() - 1 : clip.count();
        for (int layer = 0; layer < needed; layer++) {
            x = clip.layer(x, PREFIX + "encoder.layers." + layer);
        }
        int width = width(config, output);
        if (output == Output.PENULTIMATE) {
            graph.output("penultimate_hidden_state", x, "batch", across * across + 1, width);
            return graph;
        }
        String first = graph.node("Gather", List.of(x, graph.integer(0)), Attribute.integer("axis", 1));
        String whole = clip.normal(first, PREFIX + "post_layernorm");
        graph.output(
                "image_embeds",
                layers.linearOfRows(whole, "visual_projection", clip.width(), width, false),
                "batch",
                width);
        return graph;
    }

    /** A position for the whole image, then one for each patch: [n, positions, width]. */
    private String embedded(int side, int patch, int across) {
        int width = clip.width();
        String pixels = graph.input("pixel_values", graph.type(), "batch", 3, side, side);
        String name = PREFIX + "embeddings.";
        String patches =
                layers.convolution(pixels, name + "patch_embedding", 3, width, patch, patch, false, 0, 0, 0, 0);
        String inOrder = layers.permuted(layers.reshaped(patches, 0, width, -1), 0, 2, 1);
        String whole = layers.forEachRow(graph.parameter(name + "class_embedding", 1, 1, width), pixels);
        String places = graph.parameter(name + "position_embedding.weight", (long) across * across + 1, width);
        return layers.add(layers.concatenated(1, whole, inOrder), places);
    }
}
