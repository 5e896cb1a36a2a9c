package org.speakdraw.checkpoint.network;

import java.util.List;
import java.util.Optional;
import org.speakdraw.checkpoint.graph.Attribute;

/**
 * The layers that CLIP's text and image encoders are stacks of.
 *
 * @param width of a position
 * @param mask  added to the scores of every layer's attention, where not all positions see all others
 */
record ClipLayers(Layers layers, NetworkConfig config, int width, int heads, float epsilon, Optional<String> mask) {

    private static final int MAX_LAYERS = 64;

    /** As {@code config} describes them. */
    static ClipLayers of(Layers layers, NetworkConfig config, Optional<String> mask) {
        int width = config.size("hidden_size", 512);
        int heads = config.size("num_attention_heads", 8);
        if (width % heads != 0) {
            throw config.refused("num_attention_heads");
        }
        return new ClipLayers(layers, config, width, heads, (float) config.number("layer_norm_eps", 1e-5), mask);
    }

    /** How many there are. */
    int count() {
        int count = config.size("num_hidden_layers", 12);
        if (count > MAX_LAYERS) {
            throw config.refused("num_hidden_layers");
        }
        return count;
    }

    /** Normalised: [n, positions, width] to the same. */
    String normal(String x, String name) {
        return layers.layerNorm(x, name, width, epsilon);
    }

    /** One of them: [n, positions, width] to the same. */
    String layer(String x, String name) {
        String seen = layers.add(x, attended(normal(x, name + ".layer_norm1"), name + ".self_attn"));
        int inner = config.size("intermediate_size", 4 * width);
        String active =
                activated(layers.linear(normal(seen, name + ".layer_norm2"), name + ".mlp.fc1", width, inner, true));
        return layers.add(seen, layers.linear(active, name + ".mlp.fc2", inner, width, true));
    }

    private String activated(String x) {
        return switch (config.text("hidden_act", "quick_gelu")) {
            case "quick_gelu" -> layers.quickGelu(x);
            case "gelu" -> layers.gelu(x);
            default -> throw config.refused("hidden_act");
        };
    }

    private String attended(String x, String name) {
        // Half of the scale on either side keeps half precision from overflowing.
        String scale = layers.graph().number(Math.pow((double) width / heads, -0.25));
        String query = layers.multiply(parted(layers.linear(x, name + ".q_proj", width, width, true)), scale);
        String key = layers.multiply(parted(layers.linear(x, name + ".k_proj", width, width, true)), scale);
        String value = parted(layers.linear(x, name + ".v_proj", width, width, true));
        String scores = layers.graph().node("MatMul", List.of(query, layers.permuted(key, 0, 1, 3, 2)));
        String masked = mask.map(hidden -> layers.add(scores, hidden)).orElse(scores);
        String weights = layers.graph().node("Softmax", List.of(masked), Attribute.integer("axis", -1));
        String mixed = layers.permuted(layers.graph().node("MatMul", List.of(weights, value)), 0, 2, 1, 3);
        return layers.linear(layers.reshaped(mixed, 0, 0, width), name + ".out_proj", width, width, true);
    }

    /** [n, positions, width] into heads: [n, heads, positions, width of a head] */
    private String parted(String x) {
        return layers.permuted(layers.reshaped(x, 0, 0, heads, width / heads), 0, 2, 1, 3);
    }
}
