package org.speakdraw.checkpoint.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.graph.Branches;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/** diffusers' {@code UNet2DConditionModel} as a graph: one timestep for each row, sides of any size. */
public final class UNetGraph {

    private final OnnxGraph graph;
    private final Layers layers;
    private final UNetConfig config;

    private UNetGraph(UNetConfig config, ElementType type, Optional<Branches> branches) {
        this.config = config;
        graph = new OnnxGraph(type);
        layers = Layers.of(graph, branches);
    }

    /**
     * Builds it.
     *
     * @param control  the configuration of a ControlNet and what it is shown, where there is one
     * @param features channels of a T2I-Adapter's features, which the graph then takes as {@code adapter_0} [n, C, h, w] and
     *     so on; none: there is no such adapter
     * @param image    an IP-Adapter, where there is one: then the graph takes {@code image_embeds} [n, tokens, width] and
     *     {@code ip_adapter_scale} [n]
     * @param branches that count as much as each row says, {@code lora_scale} [n], where there are any
     * @throws org.speakdraw.checkpoint.CheckpointException naming what of the configuration is not supported
     */
    public static OnnxGraph of(
            NetworkConfig config,
            Optional<Control> control,
            List<Integer> features,
            Optional<ImageAdapter> image,
            Optional<Branches> branches,
            ElementType type) {
        return new UNetGraph(UNetConfig.read(config), type, branches).build(control, features, image);
    }

    /**
     * Names of all attentions to the text in diffusers' order, which IP-Adapters number them by: the middle comes last.
     */
    public static List<String> attentionsToText(NetworkConfig config) {
        UNetConfig read = UNetConfig.read(config);
        List<String> names = new ArrayList<>();
        int last = read.channels().size() - 1;
        for (int block = 0; block <= last; block++) {
            if (read.attending().get(block)) {
                addAttentions(
                        names,
                        "down_blocks." + block,
                        read.layers().get(block),
                        read.depths().get(block));
            }
        }
        for (int step = 0; step <= last; step++) {
            if (read.attendingUp().get(step)) {
                int block = last - step;
                addAttentions(
                        names,
                        "up_blocks." + step,
                        read.layers().get(block) + 1,
                        read.depths().get(block));
            }
        }
        if (read.middle() == UNetConfig.Middle.ATTENTION) {
            addAttentions(names, "mid_block", 1, read.depths().get(last));
        }
        return List.copyOf(names);
    }

    private static void addAttentions(List<String> names, String block, int attentions, int depth) {
        for (int attention = 0; attention < attentions; attention++) {
            for (int number = 0; number < depth; number++) {
                names.add(block + ".attentions." + attention + ".transformer_blocks." + number + ".attn2");
            }
        }
    }

    private OnnxGraph build(Optional<Control> control, List<Integer> features, Optional<ImageAdapter> image) {
        int first = config.channels().get(0);
        String sample = graph.input("sample", graph.type(), "batch", config.inChannels(), "height", "width");
        UNetEmbedding embedding = UNetEmbedding.of(layers, config);
        String text = graph.input("encoder_hidden_states", graph.type(), "batch", "sequence", config.crossWidth());
        UNetBlocks blocks = new UNetBlocks(layers, config, text, embedding.embedded(""), image.map(this::shown));
        WayDown down = new WayDown(layers, config, blocks, "", taken(features));
        String middle = down.follow(layers.convolution(sample, "conv_in", config.inChannels(), first, 3));
        Deque<WayDown.Skip> skips = new ArrayDeque<>();
        if (control.isPresent()) {
            ControlNetGraph net = new ControlNetGraph(layers, config, control.get(), embedding, text);
            ControlNetGraph.Controlled controlled = net.controlled(sample, down.skips(), middle);
            controlled.skips().forEach(skips::push);
            middle = controlled.middle();
        } else {
            down.skips().forEach(skips::push);
        }
        String x = up(middle, skips, blocks);
        String normal = layers.silu(layers.groupNorm(x, "conv_norm_out", config.groups(), first, config.epsilon()));
        String out = layers.convolution(normal, "conv_out", first, config.outChannels(), 3);
        graph.output("out_sample", out, "batch", config.outChannels(), "height", "width");
        return graph;
    }

    private List<String> taken(List<Integer> features) {
        List<Integer> own = new ArrayList<>(config.channels());
        // Only SDXL's adapters keep the middle's size.
        if (features.size() > own.size() && config.sdxl() && config.middle() != UNetConfig.Middle.NOTHING) {
            own.add(own.get(own.size() - 1));
        }
        if (!features.isEmpty() && !features.equals(own)) {
            throw new CheckpointException("The T2I-Adapter (features of " + features
                    + ") is for another kind of model than this one (" + own + ").");
        }
        return IntStream.range(0, features.size())
                .mapToObj(i -> graph.input(
                        "adapter_" + i, graph.type(), "batch", features.get(i), "height_" + i, "width_" + i))
                .toList();
    }

    private UNetBlocks.ShownImage shown(ImageAdapter adapter) {
        if (adapter.width() != config.crossWidth()) {
            throw new CheckpointException("The IP-Adapter makes tokens of " + adapter.width()
                    + " values, this model's UNet takes " + config.crossWidth()
                    + "; it is for another kind of model.");
        }
        String tokens = graph.input("image_embeds", graph.type(), "batch", adapter.tokens(), adapter.width());
        String scale = graph.input("ip_adapter_scale", ElementType.FLOAT, "batch");
        return new UNetBlocks.ShownImage(tokens, layers.cast(layers.reshaped(scale, -1, 1, 1), graph.type()));
    }

    private String up(String given, Deque<WayDown.Skip> skips, UNetBlocks blocks) {
        String x = given;
        int last = config.channels().size() - 1;
        int channels = config.channels().get(last);
        for (int step = 0; step <= last; step++) {
            int block = last - step;
            int out = config.channels().get(block);
            String name = "up_blocks." + step;
            for (int layer = 0; layer <= config.layers().get(block); layer++) {
                WayDown.Skip skip = skips.pop();
                String both = layers.concatenated(1, x, skip.value());
                x = blocks.residual(both, name + ".resnets." + layer, channels + skip.channels(), out);
                channels = out;
                if (config.attendingUp().get(step)) {
                    x = blocks.attention(x, name + ".attentions." + layer, block);
                }
            }
            if (block > 0) {
                String larger = layers.resizedLike(x, skips.getFirst().value());
                x = layers.convolution(larger, name + ".upsamplers.0.conv", out, out, 3);
            }
        }
        return x;
    }
}
