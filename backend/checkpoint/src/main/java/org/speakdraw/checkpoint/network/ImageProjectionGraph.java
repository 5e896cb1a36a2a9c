package org.speakdraw.checkpoint.network;

import java.util.List;
import org.speakdraw.checkpoint.graph.Attribute;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/**
 * From an encoded image to the tokens that an IP-Adapter shows the UNet, {@code image_tokens} [n, tokens, width]. Weights
 * are called as the adapters' own repository calls them (github.com/tencent-ailab/IP-Adapter).
 */
public final class ImageProjectionGraph {

    private static final float EPSILON = 1e-5f;

    private final OnnxGraph graph;
    private final Layers layers;
    private final ImageAdapter adapter;
    private final ImageAdapter.Resampler resampler;

    private ImageProjectionGraph(ImageAdapter adapter, ElementType type) {
        this.adapter = adapter;
        resampler = adapter.resampler();
        graph = new OnnxGraph(type);
        layers = new Layers(graph);
    }

    /** Builds the graph. */
    public static OnnxGraph of(ImageAdapter adapter, ElementType type) {
        return new ImageProjectionGraph(adapter, type).build();
    }

    private OnnxGraph build() {
        String tokens = adapter.takes() == ImageEncoderGraph.Output.EMBEDDING ? ofWholeImage() : ofPositions();
        graph.output("image_tokens", tokens, "batch", adapter.tokens(), adapter.width());
        return graph;
    }

    private String ofWholeImage() {
        String image = graph.input("image_embeds", graph.type(), "batch", adapter.encoded());
        long all = (long) adapter.tokens() * adapter.width();
        String tokens = layers.linearOfRows(image, "proj", adapter.encoded(), all, true);
        return normal(layers.reshaped(tokens, -1, adapter.tokens(), adapter.width()), "norm", adapter.width());
    }

    private String ofPositions() {
        String image = graph.input("image_hidden_states", graph.type(), "batch", "positions", adapter.encoded());
        int width = resampler.width();
        String positions = layers.linear(image, "proj_in", adapter.encoded(), width, true);
        String asking = layers.forEachRow(graph.parameter("latents", 1, adapter.tokens(), width), image);
        for (int layer = 0; layer < resampler.depth(); layer++) {
            String name = "layers." + layer;
            asking = layers.add(attended(positions, asking, name + ".0"), asking);
            asking = layers.add(forward(asking, name + ".1"), asking);
        }
        return normal(layers.linear(asking, "proj_out", width, adapter.width(), true), "norm_out", adapter.width());
    }

    /** What asks is among those that are asked. */
    private String attended(String positions, String asking, String name) {
        int width = resampler.width();
        int inner = resampler.attention();
        String own = normal(asking, name + ".norm2", width);
        String asked = layers.concatenated(1, normal(positions, name + ".norm1", width), own);
        List<String> keysAndValues = graph.nodes(
                "Split",
                List.of(layers.linear(asked, name + ".to_kv", width, 2L * inner, false)),
                2,
                Attribute.integer("axis", -1),
                Attribute.integer("num_outputs", 2));
        String queries = layers.linear(own, name + ".to_q", width, inner, false);
        String mixed = layers.attention(queries, keysAndValues.get(0), keysAndValues.get(1), resampler.heads());
        return layers.linear(mixed, name + ".to_out", inner, width, false);
    }

    private String forward(String x, String name) {
        int width = resampler.width();
        int inner = resampler.forward();
        String wide = layers.gelu(layers.linear(normal(x, name + ".0", width), name + ".1", width, inner, false));
        return layers.linear(wide, name + ".3", inner, width, false);
    }

    private String normal(String x, String name, int width) {
        return layers.layerNorm(x, name, width, EPSILON);
    }
}
