package org.speakdraw.checkpoint.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.graph.Attribute;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/**
 * A ControlNet (Zhang et al., "Adding conditional control to text-to-image diffusion models"; diffusers'
 * {@code ControlNetModel}) within the graph of a UNet. It takes the pictures that come in, {@code control_image} [n, 3, H,
 * W] of about -1..1, and how much each row heeds its own, {@code control_scale} [n]; where no row does, it is not
 * computed. Its weights' names begin with {@link #PREFIX}.
 */
public final class ControlNetGraph {

    /** Of the names of all its weights, within the UNet's graph. */
    public static final String PREFIX = "controlnet.";

    private final Layers layers;
    private final OnnxGraph graph;
    private final UNetConfig config;
    private final Control control;
    private final UNetEmbedding embedding;
    private final String text;

    /** What the UNet's way up takes in place of its own. */
    record Controlled(List<WayDown.Skip> skips, String middle) {}

    ControlNetGraph(Layers layers, UNetConfig unet, Control control, UNetEmbedding embedding, String text) {
        this.layers = layers;
        this.graph = layers.graph();
        this.control = control;
        this.text = within(text);
        config = UNetConfig.ofControlNet(control.config());
        this.embedding = new UNetEmbedding(
                layers, config, embedding.timestep(), "", within(embedding.pooled()), embedding.sizes());
        if (!config.channels().equals(unet.channels())
                || !config.layers().equals(unet.layers())
                || config.crossWidth() != unet.crossWidth()
                || config.sdxl() != unet.sdxl()
                || unet.middle() == UNetConfig.Middle.NOTHING) {
            throw new CheckpointException("The ControlNet (blocks of " + config.channels() + ", text of "
                    + config.crossWidth() + ") is for another kind of model than this one (" + unet.channels() + ", "
                    + unet.crossWidth() + ").");
        }
    }

    /** Adds what the ControlNet says to what the UNet has found on its way down. */
    Controlled controlled(String sample, List<WayDown.Skip> skips, String middle) {
        String picture = graph.input("control_image", graph.type(), "batch", 3, "picture_height", "picture_width");
        String scale = graph.input("control_scale", ElementType.FLOAT, "batch");
        String most = graph.node("ReduceMax", List.of(scale), Attribute.integer("keepdims", 0));
        String each = layers.cast(layers.reshaped(scale, -1, 1, 1, 1), graph.type());
        String latent = within(sample);
        String seen = within(picture);
        String heeded = graph.node("Greater", List.of(most, graph.floats(List.of(), 0)));
        List<String> own =
                new ArrayList<>(skips.stream().map(WayDown.Skip::value).toList());
        own.add(middle);
        List<String> sums = graph.either(
                heeded,
                () -> added(latent, seen, each, own),
                () -> own.stream()
                        .map(value -> graph.node("Identity", List.of(value)))
                        .toList());
        List<WayDown.Skip> changed = IntStream.range(0, skips.size())
                .mapToObj(i -> new WayDown.Skip(sums.get(i), skips.get(i).channels()))
                .toList();
        return new Controlled(changed, sums.get(skips.size()));
    }

    /**
     * An input of the graph as a value of its own: whoever changes the graph's inputs, such as the engine, which lets
     * pixels and 32 bits come in, need not look into its branches.
     */
    private String within(String input) {
        return input.isEmpty() ? input : graph.node("Identity", List.of(input));
    }

    private List<String> added(String sample, String picture, String scale, List<String> own) {
        int first = config.channels().get(0);
        UNetBlocks blocks = new UNetBlocks(layers, config, text, embedding.embedded(PREFIX));
        String entered = layers.add(
                layers.convolution(sample, PREFIX + "conv_in", config.inChannels(), first, 3), embeddedHint(picture));
        WayDown down = new WayDown(layers, config, blocks, PREFIX);
        String middle = down.follow(entered);
        List<String> sums = new ArrayList<>();
        for (int i = 0; i < down.skips().size(); i++) {
            WayDown.Skip skip = down.skips().get(i);
            sums.add(sum(own.get(i), skip.value(), PREFIX + "controlnet_down_blocks." + i, skip.channels(), scale));
        }
        int last = config.channels().get(config.channels().size() - 1);
        sums.add(sum(own.get(own.size() - 1), middle, PREFIX + "controlnet_mid_block", last, scale));
        return sums;
    }

    private String sum(String own, String said, String name, int channels, String scale) {
        return layers.add(own, layers.multiply(layers.convolution(said, name, channels, channels, 1), scale));
    }

    private String embeddedHint(String picture) {
        NetworkConfig own = control.config();
        own.require("conditioning_channels", 3);
        own.require("global_pool_conditions", false);
        List<Integer> widths = own.present("conditioning_embedding_out_channels")
                ? own.list("conditioning_embedding_out_channels")
                : List.of(16, 32, 96, 256);
        String name = PREFIX + "controlnet_cond_embedding.";
        String hint = ordered(new HintLayers(layers).of(picture, control.hint()));
        String x = layers.silu(layers.convolution(hint, name + "conv_in", 3, widths.get(0), 3));
        for (int block = 0; block < widths.size() - 1; block++) {
            int in = widths.get(block);
            int out = widths.get(block + 1);
            x = layers.silu(layers.convolution(x, name + "blocks." + 2 * block, in, in, 3));
            String next = name + "blocks." + (2 * block + 1);
            x = layers.silu(layers.convolution(x, next, in, out, 3, 2, true, 1, 1, 1, 1));
        }
        return layers.convolution(
                x,
                name + "conv_out",
                widths.get(widths.size() - 1),
                config.channels().get(0),
                3);
    }

    private String ordered(String hint) {
        return switch (control.config().text("controlnet_conditioning_channel_order", "rgb")) {
            case "rgb" -> hint;
            case "bgr" -> graph.node("Gather", List.of(hint, graph.integers(2, 1, 0)), Attribute.integer("axis", 1));
            default -> throw control.config().refused("controlnet_conditioning_channel_order");
        };
    }
}
