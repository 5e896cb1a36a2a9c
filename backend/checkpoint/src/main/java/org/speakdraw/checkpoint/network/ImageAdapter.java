package org.speakdraw.checkpoint.network;

/**
 * An IP-Adapter (Ye et al., "IP-Adapter: text compatible image prompt adapter").
 *
 * @param encoded   values of an encoded image (plain), or of each of its positions (plus)
 * @param tokens    that an image becomes
 * @param width     values a token, as many as the text's
 * @param resampler how positions become tokens; of no depth in a plain adapter
 */
public record ImageAdapter(int encoded, int tokens, int width, Resampler resampler) {

    /**
     * Layers that ask all positions (Alayrac et al., "Flamingo").
     *
     * @param depth     layers
     * @param width     of what asks
     * @param forward   width between the two linear layers
     * @param attention width of all heads together
     */
    record Resampler(int depth, int width, int forward, int attention, int heads) {

        static final Resampler NONE = new Resampler(0, 0, 0, 0, 0);
    }

    /** As {@code IpAdapter.config} describes it. */
    public static ImageAdapter read(NetworkConfig config) {
        Resampler resampler = config.present("layers")
                ? new Resampler(
                        config.size("layers", 1),
                        config.size("hidden_size", 1),
                        config.size("intermediate_size", 1),
                        config.size("attention_dim", 1),
                        config.size("heads", 1))
                : Resampler.NONE;
        return new ImageAdapter(
                config.size("embedding_dim", 1),
                config.size("tokens", 1),
                config.size("cross_attention_dim", 1),
                resampler);
    }

    /** Which of the image encoder's values it takes. */
    public ImageEncoderGraph.Output takes() {
        return resampler.depth() == 0 ? ImageEncoderGraph.Output.EMBEDDING : ImageEncoderGraph.Output.PENULTIMATE;
    }
}
