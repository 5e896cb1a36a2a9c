package org.speakdraw.checkpoint.network;

import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;

/**
 * What a UNet is told beside latent and text, as one vector: the timestep, a latent consistency model's guidance, and
 * SDXL's pooled text and sizes.
 *
 * @param timestep [n, 1] of 32 bits
 * @param guidance [n, width]; empty where it is not taken
 * @param pooled   [n, pooled width]; empty where it is not SDXL
 * @param sizes    [n * 6, 1] of 32 bits; empty where it is not SDXL
 */
record UNetEmbedding(Layers layers, UNetConfig config, String timestep, String guidance, String pooled, String sizes) {

    private static final int TIME_IDS = 6;

    /** Makes the graph's inputs. */
    static UNetEmbedding of(Layers layers, UNetConfig config) {
        OnnxGraph graph = layers.graph();
        String timestep = layers.reshaped(graph.input("timestep", ElementType.FLOAT, "batch"), -1, 1);
        String guidance = config.guidanceWidth() > 0
                ? graph.input("timestep_cond", graph.type(), "batch", config.guidanceWidth())
                : "";
        if (!config.sdxl()) {
            return new UNetEmbedding(layers, config, timestep, guidance, "", "");
        }
        int pooled = config.addedWidth() - TIME_IDS * config.addedTimeWidth();
        String text = graph.input("text_embeds", graph.type(), "batch", pooled);
        String ids = layers.reshaped(graph.input("time_ids", ElementType.FLOAT, "batch", TIME_IDS), -1, 1);
        return new UNetEmbedding(layers, config, timestep, guidance, text, ids);
    }

    /**
     * [n, time width], activated.
     *
     * @param prefix of all names of weights
     */
    String embedded(String prefix) {
        int first = config.channels().get(0);
        String waves = layers.cast(
                layers.waves(timestep, first, config.cosineFirst(), config.shift()),
                layers.graph().type());
        if (!guidance.isEmpty() && prefix.isEmpty()) {
            waves = layers.add(
                    waves,
                    layers.linearOfRows(guidance, "time_embedding.cond_proj", config.guidanceWidth(), first, false));
        }
        String time = embedded(waves, prefix + "time_embedding", first);
        return layers.silu(config.sdxl() ? layers.add(time, added(prefix)) : time);
    }

    private String added(String prefix) {
        String waves = layers.waves(sizes, config.addedTimeWidth(), config.cosineFirst(), config.shift());
        String row = layers.cast(
                layers.reshaped(waves, -1, (long) TIME_IDS * config.addedTimeWidth()),
                layers.graph().type());
        return embedded(layers.concatenated(-1, pooled, row), prefix + "add_embedding", config.addedWidth());
    }

    private String embedded(String x, String name, int width) {
        String first = layers.silu(layers.linearOfRows(x, name + ".linear_1", width, config.timeWidth(), true));
        return layers.linearOfRows(first, name + ".linear_2", config.timeWidth(), config.timeWidth(), true);
    }
}
