package org.speakdraw.checkpoint.network;

import java.util.ArrayDeque;
import java.util.Deque;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/** diffusers' {@code UNet2DConditionModel} as a graph: one timestep for each row, sides of any size. */
public final class UNetGraph {

    private static final int TIME_IDS = 6;

    private final OnnxGraph graph;
    private final Layers layers;
    private final UNetConfig config;
    private final UNetBlocks blocks;
    private final Deque<Skip> skips = new ArrayDeque<>();
    private final int last;

    /** What the way down leaves for the way up. */
    private record Skip(String value, int channels) {}

    private UNetGraph(UNetConfig config, ElementType type) {
        this.config = config;
        graph = new OnnxGraph(type);
        layers = new Layers(graph);
        last = config.channels().size() - 1;
        String text = graph.input("encoder_hidden_states", type, "batch", "sequence", config.crossWidth());
        blocks = new UNetBlocks(layers, config, text, layers.silu(time()));
    }

    /**
     * Builds the graph.
     *
     * @throws org.speakdraw.checkpoint.CheckpointException naming what of the configuration is not supported
     */
    public static OnnxGraph of(NetworkConfig config, ElementType type) {
        return new UNetGraph(UNetConfig.read(config), type).build();
    }

    private OnnxGraph build() {
        String sample = graph.input("sample", graph.type(), "batch", config.inChannels(), "height", "width");
        int first = config.channels().get(0);
        String x = keep(layers.convolution(sample, "conv_in", config.inChannels(), first, 3), first);
        for (int block = 0; block <= last; block++) {
            x = down(x, block);
        }
        x = up(middle(x));
        String normal = layers.silu(layers.groupNorm(x, "conv_norm_out", config.groups(), first, config.epsilon()));
        String out = layers.convolution(normal, "conv_out", first, config.outChannels(), 3);
        graph.output("out_sample", out, "batch", config.outChannels(), "height", "width");
        return graph;
    }

    /** [n, time width] */
    private String time() {
        int first = config.channels().get(0);
        String timestep = layers.reshaped(graph.input("timestep", ElementType.FLOAT, "batch"), -1, 1);
        String waves = layers.cast(layers.waves(timestep, first, config.cosineFirst(), config.shift()), graph.type());
        if (config.guidanceWidth() > 0) {
            String guidance = graph.input("timestep_cond", graph.type(), "batch", config.guidanceWidth());
            waves = layers.add(
                    waves, layers.linear(guidance, "time_embedding.cond_proj", config.guidanceWidth(), first, false));
        }
        String embedded = embedded(waves, "time_embedding", first);
        return config.sdxl() ? layers.add(embedded, added()) : embedded;
    }

    /** SDXL's pooled text and sizes. */
    private String added() {
        int sizes = TIME_IDS * config.addedTimeWidth();
        String pooled = graph.input("text_embeds", graph.type(), "batch", config.addedWidth() - sizes);
        String ids = layers.reshaped(graph.input("time_ids", ElementType.FLOAT, "batch", TIME_IDS), -1, 1);
        String waves = layers.waves(ids, config.addedTimeWidth(), config.cosineFirst(), config.shift());
        String row = layers.cast(layers.reshaped(waves, -1, sizes), graph.type());
        return embedded(layers.concatenated(-1, pooled, row), "add_embedding", config.addedWidth());
    }

    private String embedded(String x, String name, int width) {
        String first = layers.silu(layers.linear(x, name + ".linear_1", width, config.timeWidth(), true));
        return layers.linear(first, name + ".linear_2", config.timeWidth(), config.timeWidth(), true);
    }

    private String keep(String x, int channels) {
        skips.push(new Skip(x, channels));
        return x;
    }

    private String down(String given, int block) {
        String x = given;
        int out = config.channels().get(block);
        int in = config.channels().get(Math.max(0, block - 1));
        String name = "down_blocks." + block;
        for (int layer = 0; layer < config.layers().get(block); layer++) {
            x = blocks.residual(x, name + ".resnets." + layer, layer == 0 ? in : out, out);
            if (config.attending().get(block)) {
                x = attention(x, name + ".attentions." + layer, block);
            }
            keep(x, out);
        }
        if (block < last) {
            x = keep(layers.convolution(x, name + ".downsamplers.0.conv", out, out, 3, 2, true, 1, 1, 1, 1), out);
        }
        return x;
    }

    private String middle(String given) {
        int channels = config.channels().get(last);
        return switch (config.middle()) {
            case NOTHING -> given;
            case RESIDUAL -> blocks.residual(given, "mid_block.resnets.0", channels, channels);
            case ATTENTION -> {
                String x = blocks.residual(given, "mid_block.resnets.0", channels, channels);
                x = attention(x, "mid_block.attentions.0", last);
                yield blocks.residual(x, "mid_block.resnets.1", channels, channels);
            }
        };
    }

    private String up(String given) {
        String x = given;
        int channels = config.channels().get(last);
        for (int step = 0; step <= last; step++) {
            int block = last - step;
            int out = config.channels().get(block);
            String name = "up_blocks." + step;
            for (int layer = 0; layer <= config.layers().get(block); layer++) {
                Skip skip = skips.pop();
                String both = layers.concatenated(1, x, skip.value());
                x = blocks.residual(both, name + ".resnets." + layer, channels + skip.channels(), out);
                channels = out;
                if (config.attendingUp().get(step)) {
                    x = attention(x, name + ".attentions." + layer, block);
                }
            }
            if (block > 0) {
                String larger = layers.resizedLike(x, skips.getFirst().value());
                x = layers.convolution(larger, name + ".upsamplers.0.conv", out, out, 3);
            }
        }
        return x;
    }

    private String attention(String x, String name, int block) {
        return blocks.attention(
                x,
                name,
                config.channels().get(block),
                config.heads().get(block),
                config.depths().get(block));
    }
}
