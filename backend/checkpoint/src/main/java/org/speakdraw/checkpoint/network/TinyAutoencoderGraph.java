package org.speakdraw.checkpoint.network;

import java.util.List;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/** The two halves of diffusers' {@code AutoencoderTiny} (TAESD, TAESDXL) as graphs. */
public final class TinyAutoencoderGraph {

    private static final int MAX_BLOCKS = 32;

    private final OnnxGraph graph;
    private final Layers layers;
    private final int latent;
    private final List<Integer> channels;
    private final List<Integer> blocks;
    private final String half;
    private int number;

    private TinyAutoencoderGraph(NetworkConfig config, ElementType type, String half, List<Integer> usualBlocks) {
        this.half = half;
        graph = new OnnxGraph(type);
        layers = new Layers(graph);
        config.require("act_fn", "relu");
        config.require("in_channels", 3);
        config.require("out_channels", 3);
        config.require("upsample_fn", "nearest");
        config.require("upsampling_scaling_factor", 2);
        latent = config.size("latent_channels", 4);
        channels = config.list(half + "_block_out_channels");
        String counts = "num_" + half + "_blocks";
        blocks = config.present(counts) ? config.list(counts) : usualBlocks;
        if (blocks.size() != channels.size() || blocks.stream().anyMatch(count -> count > MAX_BLOCKS)) {
            throw config.refused(counts);
        }
    }

    /** {@code sample} [n, 3, H, W] to {@code latent_sample} [n, C, h, w]. */
    public static OnnxGraph encoder(NetworkConfig config, ElementType type) {
        return new TinyAutoencoderGraph(config, type, "encoder", List.of(1, 3, 3, 3)).encoder();
    }

    /** {@code latent_sample} [n, C, h, w] to {@code sample} [n, 3, H, W]. */
    public static OnnxGraph decoder(NetworkConfig config, ElementType type) {
        return new TinyAutoencoderGraph(config, type, "decoder", List.of(3, 3, 3, 1)).decoder();
    }

    private OnnxGraph encoder() {
        String x = graph.input("sample", graph.type(), "batch", 3, "height", "width");
        // From -1..1 to 0..1.
        x = layers.multiply(layers.add(x, graph.number(1)), graph.number(0.5));
        for (int block = 0; block < blocks.size(); block++) {
            int out = channels.get(block);
            x = block == 0
                    ? layers.convolution(x, next(), 3, out, 3)
                    : layers.convolution(x, next(), out, out, 3, 2, false, 1, 1, 1, 1);
            x = residuals(x, blocks.get(block), out);
        }
        x = layers.convolution(x, next(), channels.get(channels.size() - 1), latent, 3);
        graph.output("latent_sample", x, "batch", latent, "latent_height", "latent_width");
        return graph;
    }

    private OnnxGraph decoder() {
        String x = graph.input("latent_sample", graph.type(), "batch", latent, "height", "width");
        x = layers.multiply(graph.node("Tanh", List.of(layers.multiply(x, graph.number(1 / 3.0)))), graph.number(3));
        x = relu(layers.convolution(x, next(), latent, channels.get(0), 3));
        number++;
        int last = blocks.size() - 1;
        for (int block = 0; block <= last; block++) {
            int width = channels.get(block);
            x = residuals(x, blocks.get(block), width);
            if (block < last) {
                x = layers.doubled(x);
                number++;
                x = layers.convolution(x, next(), width, width, 3, 1, false, 1, 1, 1, 1);
            } else {
                x = layers.convolution(x, next(), width, 3, 3);
            }
        }
        x = layers.add(layers.multiply(x, graph.number(2)), graph.number(-1));
        graph.output("sample", x, "batch", 3, "picture_height", "picture_width");
        return graph;
    }

    private String residuals(String given, int count, int width) {
        String x = given;
        for (int block = 0; block < count; block++) {
            String name = next() + ".conv.";
            String first = relu(layers.convolution(x, name + 0, width, width, 3));
            String second = relu(layers.convolution(first, name + 2, width, width, 3));
            x = relu(layers.add(layers.convolution(second, name + 4, width, width, 3), x));
        }
        return x;
    }

    private String next() {
        return half + ".layers." + number++;
    }

    private String relu(String x) {
        return graph.node("Relu", List.of(x));
    }
}
