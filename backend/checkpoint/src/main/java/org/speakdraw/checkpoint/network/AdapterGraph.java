package org.speakdraw.checkpoint.network;

import java.util.ArrayList;
import java.util.List;
import org.speakdraw.checkpoint.graph.Attribute;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/**
 * A T2I-Adapter (Mou et al., "T2I-Adapter"; diffusers' {@code T2IAdapter}) as a graph of its own, which runs once a picture:
 * {@code control_image} [n, 3, H, W] of -1..1 to features {@code adapter_0} [n, C, h, w] and so on, which the UNet adds to
 * what it finds on its way down.
 */
public final class AdapterGraph {

    private static final String PREFIX = "adapter.";
    /** A narrow block of a light adapter has a quarter of the channels. */
    private static final int NARROWER = 4;

    private static final int MAX_RESIDUALS = 16;
    private static final int MAX_FACTOR = 64;

    private final NetworkConfig config;
    private final OnnxGraph graph;
    private final Layers layers;
    private final boolean light;
    private final boolean xl;
    private final List<Integer> channels;
    private final int residuals;

    private AdapterGraph(NetworkConfig config, ElementType type) {
        this.config = config;
        graph = new OnnxGraph(type);
        layers = new Layers(graph);
        String kind = config.text("adapter_type", "full_adapter");
        light = kind.equals("light_adapter");
        xl = kind.equals("full_adapter_xl");
        if (!light && !xl && !kind.equals("full_adapter")) {
            throw config.refused("adapter_type");
        }
        channels = config.list("channels");
        residuals = config.size("num_res_blocks", 2);
        if (residuals > MAX_RESIDUALS) {
            throw config.refused("num_res_blocks");
        }
    }

    /** Whether it is the configuration of one. */
    public static boolean isMeantBy(NetworkConfig config) {
        return config.text("_class_name", "").equals("T2IAdapter");
    }

    /** Pixels that a value of the largest feature stands for, each way: sides are multiples of it. */
    public static int factor(NetworkConfig config) {
        int factor = config.size("downscale_factor", 8);
        if (factor > MAX_FACTOR) {
            throw config.refused("downscale_factor");
        }
        return factor;
    }

    /** Channels of the features, in their order. */
    public static List<Integer> widths(NetworkConfig config) {
        return new AdapterGraph(config, ElementType.FLOAT).widths();
    }

    /** Builds it. */
    public static OnnxGraph of(Control control, ElementType type) {
        return new AdapterGraph(control.config(), type).build(control.hint());
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>(channels);
        if (light) {
            widths.add(channels.get(channels.size() - 1));
        }
        return List.copyOf(widths);
    }

    private OnnxGraph build(Control.Hint hint) {
        String picture = graph.input("control_image", graph.type(), "batch", 3, "height", "width");
        String shown = new HintLayers(layers).of(picture, hint);
        int seen = config.size("in_channels", 3);
        if (seen == 1) {
            shown = graph.node("ReduceMean", List.of(shown, graph.integers(1)), Attribute.integer("keepdims", 1));
        } else if (seen != 3) {
            throw config.refused("in_channels");
        }
        int factor = factor(config);
        String x = gathered(shown, seen, factor);
        int width = seen * factor * factor;
        if (!light) {
            x = layers.convolution(x, PREFIX + "conv_in", width, channels.get(0), 3);
            width = channels.get(0);
        }
        List<Integer> widths = widths();
        for (int block = 0; block < widths.size(); block++) {
            int out = widths.get(block);
            String name = PREFIX + "body." + block;
            x = block > 0 && (!xl || block == 2) ? halved(x) : x;
            x = light ? narrow(x, name, width, out) : full(x, name, width, out);
            width = out;
            graph.output("adapter_" + block, x, "batch", out, "height_" + block, "width_" + block);
        }
        return graph;
    }

    /** Blocks of pixels as channels, those of a colour together: torch's {@code PixelUnshuffle}. */
    private String gathered(String shown, int seen, int factor) {
        Attribute size = Attribute.integer("blocksize", factor);
        if (seen == 1) {
            return graph.node("SpaceToDepth", List.of(shown), size);
        }
        List<String> colours = graph.nodes(
                "Split", List.of(shown), seen, Attribute.integer("axis", 1), Attribute.integer("num_outputs", seen));
        return layers.concatenated(
                1,
                colours.stream()
                        .map(colour -> graph.node("SpaceToDepth", List.of(colour), size))
                        .toArray(String[]::new));
    }

    private String halved(String x) {
        return graph.node(
                "AveragePool",
                List.of(x),
                Attribute.integers("kernel_shape", 2, 2),
                Attribute.integers("strides", 2, 2),
                Attribute.integer("ceil_mode", 1));
    }

    private String full(String given, String name, int in, int out) {
        String x = in == out ? given : layers.convolution(given, name + ".in_conv", in, out, 1);
        return residuals(x, name, out, 1);
    }

    private String narrow(String given, String name, int in, int out) {
        int middle = out / NARROWER;
        String x = layers.convolution(given, name + ".in_conv", in, middle, 1);
        return layers.convolution(residuals(x, name, middle, 3), name + ".out_conv", middle, out, 1);
    }

    private String residuals(String given, String name, int width, int secondKernel) {
        String x = given;
        for (int number = 0; number < residuals; number++) {
            String block = name + ".resnets." + number;
            String first = graph.node("Relu", List.of(layers.convolution(x, block + ".block1", width, width, 3)));
            x = layers.add(layers.convolution(first, block + ".block2", width, width, secondKernel), x);
        }
        return x;
    }
}
