package org.speakdraw.checkpoint.network;

import java.util.List;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/** The two halves of diffusers' {@code AutoencoderKL} as graphs. */
public final class AutoencoderKlGraph {

    private static final float EPSILON = 1e-6f;

    private final OnnxGraph graph;
    private final Layers layers;
    private final List<Integer> channels;
    private final int perBlock;
    private final int groups;
    private final int latent;
    private final boolean attention;
    private final boolean quantised;
    private final boolean unquantised;

    private AutoencoderKlGraph(NetworkConfig config, ElementType type) {
        graph = new OnnxGraph(type);
        layers = new Layers(graph);
        config.require("act_fn", "silu");
        config.require("in_channels", 3);
        config.require("out_channels", 3);
        config.require("down_block_types", "DownEncoderBlock2D");
        config.require("up_block_types", "UpDecoderBlock2D");
        channels = config.list("block_out_channels");
        perBlock = config.size("layers_per_block", 1);
        groups = config.size("norm_num_groups", 32);
        latent = config.size("latent_channels", 4);
        attention = config.flag("mid_block_add_attention", true);
        quantised = config.flag("use_quant_conv", true);
        unquantised = config.flag("use_post_quant_conv", true);
        if (channels.stream().anyMatch(count -> count % groups != 0)) {
            throw config.refused("norm_num_groups");
        }
        if (perBlock > 8) {
            throw config.refused("layers_per_block");
        }
    }

    /** {@code sample} [n, 3, H, W] to {@code latent_parameters}, mean and log variance [n, 2 C, h, w]. */
    public static OnnxGraph encoder(NetworkConfig config, ElementType type) {
        return new AutoencoderKlGraph(config, type).encoder();
    }

    /** {@code latent_sample} [n, C, h, w] to {@code sample} [n, 3, H, W]. */
    public static OnnxGraph decoder(NetworkConfig config, ElementType type) {
        return new AutoencoderKlGraph(config, type).decoder();
    }

    private OnnxGraph encoder() {
        String sample = graph.input("sample", graph.type(), "batch", 3, "height", "width");
        int in = channels.get(0);
        String x = layers.convolution(sample, "encoder.conv_in", 3, in, 3);
        for (int block = 0; block < channels.size(); block++) {
            int out = channels.get(block);
            String name = "encoder.down_blocks." + block;
            x = residuals(x, name, perBlock, in, out);
            if (block < channels.size() - 1) {
                x = layers.convolution(x, name + ".downsamplers.0.conv", out, out, 3, 2, true, 0, 0, 1, 1);
            }
            in = out;
        }
        x = active(middle(x, "encoder.mid_block", in), "encoder.conv_norm_out", in);
        x = layers.convolution(x, "encoder.conv_out", in, 2L * latent, 3);
        x = quantised ? layers.convolution(x, "quant_conv", 2L * latent, 2L * latent, 1) : x;
        graph.output("latent_parameters", x, "batch", 2 * latent, "latent_height", "latent_width");
        return graph;
    }

    private OnnxGraph decoder() {
        String x = graph.input("latent_sample", graph.type(), "batch", latent, "height", "width");
        x = unquantised ? layers.convolution(x, "post_quant_conv", latent, latent, 1) : x;
        int last = channels.size() - 1;
        int in = channels.get(last);
        x = middle(layers.convolution(x, "decoder.conv_in", latent, in, 3), "decoder.mid_block", in);
        for (int step = 0; step <= last; step++) {
            int out = channels.get(last - step);
            String name = "decoder.up_blocks." + step;
            x = residuals(x, name, perBlock + 1, in, out);
            if (step < last) {
                x = layers.convolution(layers.doubled(x), name + ".upsamplers.0.conv", out, out, 3);
            }
            in = out;
        }
        x = layers.convolution(active(x, "decoder.conv_norm_out", in), "decoder.conv_out", in, 3, 3);
        graph.output("sample", x, "batch", 3, "picture_height", "picture_width");
        return graph;
    }

    private String residuals(String given, String name, int count, int in, int out) {
        String x = given;
        for (int layer = 0; layer < count; layer++) {
            x = residual(x, name + ".resnets." + layer, layer == 0 ? in : out, out);
        }
        return x;
    }

    private String middle(String given, String name, int width) {
        String x = residual(given, name + ".resnets.0", width, width);
        x = attention ? attended(x, name + ".attentions.0", width) : x;
        return residual(x, name + ".resnets.1", width, width);
    }

    private String residual(String x, String name, int in, int out) {
        String first = layers.convolution(active(x, name + ".norm1", in), name + ".conv1", in, out, 3);
        String second = layers.convolution(active(first, name + ".norm2", out), name + ".conv2", out, out, 3);
        return layers.add(in == out ? x : layers.convolution(x, name + ".conv_shortcut", in, out, 1), second);
    }

    private String active(String x, String name, int width) {
        return layers.silu(layers.groupNorm(x, name, groups, width, EPSILON));
    }

    /** With a single head. */
    private String attended(String x, String name, int width) {
        String normal = layers.groupNorm(x, name + ".group_norm", groups, width, EPSILON);
        String tokens = layers.permuted(layers.reshaped(normal, 0, 0, -1), 0, 2, 1);
        String mixed = layers.attention(
                layers.linear(tokens, name + ".to_q", width, width, true),
                layers.linear(tokens, name + ".to_k", width, width, true),
                layers.linear(tokens, name + ".to_v", width, width, true),
                1);
        String left = layers.linear(mixed, name + ".to_out.0", width, width, true);
        String picture = graph.node("Reshape", List.of(layers.permuted(left, 0, 2, 1), layers.shape(x)));
        return layers.add(x, picture);
    }
}
