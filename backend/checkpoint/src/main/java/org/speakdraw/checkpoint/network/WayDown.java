package org.speakdraw.checkpoint.network;

import java.util.ArrayList;
import java.util.List;

/** The way down of a UNet and its middle, which a ControlNet has a copy of. */
final class WayDown {

    private final Layers layers;
    private final UNetConfig config;
    private final UNetBlocks blocks;
    private final String prefix;
    /** Of a T2I-Adapter, one a block and maybe one for the middle. */
    private final List<String> features;

    private final int last;
    private final List<Skip> skips = new ArrayList<>();

    /** What is left for the way up. */
    record Skip(String value, int channels) {}

    /** @param prefix of all names of weights */
    WayDown(Layers layers, UNetConfig config, UNetBlocks blocks, String prefix) {
        this(layers, config, blocks, prefix, List.of());
    }

    /** @param features that an adapter adds, [n, channels, h, w] each; none: there is no adapter */
    WayDown(Layers layers, UNetConfig config, UNetBlocks blocks, String prefix, List<String> features) {
        this.features = features;
        this.layers = layers;
        this.config = config;
        this.blocks = blocks;
        this.prefix = prefix;
        last = config.channels().size() - 1;
    }

    /** What has been left so far, in order. */
    List<Skip> skips() {
        return List.copyOf(skips);
    }

    /** From the first convolution's result to the middle's. */
    String follow(String entered) {
        String x = keep(entered, config.channels().get(0));
        for (int block = 0; block <= last; block++) {
            x = down(x, block);
        }
        return shifted(middle(x), last + 1);
    }

    private String shifted(String x, int block) {
        return block < features.size() ? layers.add(x, features.get(block)) : x;
    }

    private String keep(String x, int channels) {
        skips.add(new Skip(x, channels));
        return x;
    }

    private String down(String given, int block) {
        String x = given;
        int out = config.channels().get(block);
        int in = config.channels().get(Math.max(0, block - 1));
        String name = prefix + "down_blocks." + block;
        for (int layer = 0; layer < config.layers().get(block); layer++) {
            x = blocks.residual(x, name + ".resnets." + layer, layer == 0 ? in : out, out);
            if (config.attending().get(block)) {
                x = blocks.attention(x, name + ".attentions." + layer, block);
            }
            boolean ends = layer == config.layers().get(block) - 1;
            keep(ends && config.attending().get(block) ? shifted(x, block) : x, out);
            x = skips.get(skips.size() - 1).value();
        }
        if (block < last) {
            x = keep(layers.convolution(x, name + ".downsamplers.0.conv", out, out, 3, 2, true, 1, 1, 1, 1), out);
        }
        if (!config.attending().get(block)) {
            // diffusers adds to the last skip, too: it is the same tensor there.
            x = shifted(x, block);
            skips.set(skips.size() - 1, new Skip(x, out));
        }
        return x;
    }

    private String middle(String given) {
        int channels = config.channels().get(last);
        String name = prefix + "mid_block";
        return switch (config.middle()) {
            case NOTHING -> given;
            case RESIDUAL -> blocks.residual(given, name + ".resnets.0", channels, channels);
            case ATTENTION -> {
                String x = blocks.residual(given, name + ".resnets.0", channels, channels);
                x = blocks.attention(x, name + ".attentions.0", last);
                yield blocks.residual(x, name + ".resnets.1", channels, channels);
            }
        };
    }
}
