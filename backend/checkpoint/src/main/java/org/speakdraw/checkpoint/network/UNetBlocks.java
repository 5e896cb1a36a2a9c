package org.speakdraw.checkpoint.network;

import java.util.List;
import java.util.Optional;
import org.speakdraw.checkpoint.graph.Attribute;

/**
 * The residual and attention blocks of a UNet.
 *
 * @param text [n, tokens, width]
 * @param time the embedded timestep, activated: [n, time width]
 * @param image that counts beside the text
 */
record UNetBlocks(Layers layers, UNetConfig config, String text, String time, Optional<ShownImage> image) {

    /**
     * What an IP-Adapter has made of an image.
     *
     * @param tokens [n, tokens, width]
     * @param scale  how much each row wants of it, [n, 1, 1]
     */
    record ShownImage(String tokens, String scale) {}

    /** Behind the names of the keys and values of an image. */
    private static final String OF_IMAGE = "_ip";

    private static final float TRANSFORMER_GROUP_EPSILON = 1e-6f;
    private static final float LAYER_EPSILON = 1e-5f;

    /** Without an image. */
    UNetBlocks(Layers layers, UNetConfig config, String text, String time) {
        this(layers, config, text, time, Optional.empty());
    }

    /** [n, in, h, w] to [n, out, h, w]. */
    String residual(String x, String name, int in, int out) {
        String first = layers.silu(layers.groupNorm(x, name + ".norm1", config.groups(), in, config.epsilon()));
        String convolved = layers.convolution(first, name + ".conv1", in, out, 3);
        String shift = layers.linearOfRows(time, name + ".time_emb_proj", config.timeWidth(), out, true);
        String shifted = layers.add(convolved, layers.reshaped(shift, 0, out, 1, 1));
        String second = layers.silu(layers.groupNorm(shifted, name + ".norm2", config.groups(), out, config.epsilon()));
        String result = layers.convolution(second, name + ".conv2", out, out, 3);
        String kept = in == out ? x : layers.convolution(x, name + ".conv_shortcut", in, out, 1);
        return layers.add(kept, result);
    }

    /** Attention within the picture and to the text, as block number {@code block} has it: [n, channels, h, w] to the same. */
    String attention(String x, String name, int block) {
        int channels = config.channels().get(block);
        int heads = config.heads().get(block);
        int depth = config.depths().get(block);
        String normal = layers.groupNorm(x, name + ".norm", config.groups(), channels, TRANSFORMER_GROUP_EPSILON);
        String entered =
                config.linear() ? normal : layers.convolution(normal, name + ".proj_in", channels, channels, 1);
        String tokens = layers.permuted(layers.reshaped(entered, 0, 0, -1), 0, 2, 1);
        if (config.linear()) {
            tokens = layers.linear(tokens, name + ".proj_in", channels, channels, true);
        }
        for (int number = 0; number < depth; number++) {
            tokens = transformer(tokens, name + ".transformer_blocks." + number, channels, heads);
        }
        if (config.linear()) {
            tokens = layers.linear(tokens, name + ".proj_out", channels, channels, true);
        }
        String picture = layers.graph().node("Reshape", List.of(layers.permuted(tokens, 0, 2, 1), layers.shape(x)));
        String left =
                config.linear() ? picture : layers.convolution(picture, name + ".proj_out", channels, channels, 1);
        return layers.add(left, x);
    }

    private String transformer(String x, String name, int channels, int heads) {
        String own = layers.layerNorm(x, name + ".norm1", channels, LAYER_EPSILON);
        String first = layers.add(toItself(own, name + ".attn1", channels, heads), x);
        String asked = layers.layerNorm(first, name + ".norm2", channels, LAYER_EPSILON);
        String second = layers.add(toPrompt(asked, name + ".attn2", channels, heads), first);
        String normal = layers.layerNorm(second, name + ".norm3", channels, LAYER_EPSILON);
        return layers.add(forward(normal, name + ".ff.net", channels), second);
    }

    private String toItself(String x, String name, int width, int heads) {
        String queries = layers.linear(x, name + ".to_q", width, width, false);
        return left(seen(queries, x, width, name, "", width, heads), name, width);
    }

    private String toPrompt(String x, String name, int width, int heads) {
        String queries = layers.linear(x, name + ".to_q", width, width, false);
        int textWidth = config.crossWidth();
        String seen = seen(queries, text, textWidth, name, "", width, heads);
        if (image.isPresent()) {
            String ofImage = seen(queries, image.get().tokens(), textWidth, name, OF_IMAGE, width, heads);
            seen = layers.add(seen, layers.multiply(ofImage, image.get().scale()));
        }
        return left(seen, name, width);
    }

    private String seen(String queries, String other, int otherWidth, String name, String kind, int width, int heads) {
        String keys = layers.linear(other, name + ".to_k" + kind, otherWidth, width, false);
        String values = layers.linear(other, name + ".to_v" + kind, otherWidth, width, false);
        return layers.attention(queries, keys, values, heads);
    }

    private String left(String seen, String name, int width) {
        return layers.linear(seen, name + ".to_out.0", width, width, true);
    }

    /** A gated layer (Shazeer, "GLU variants improve transformer") and a linear one. */
    private String forward(String x, String name, int width) {
        int inner = 4 * width;
        String both = layers.linear(x, name + ".0.proj", width, 2L * inner, true);
        List<String> halves = layers.graph()
                .nodes("Split", List.of(both), 2, Attribute.integer("axis", -1), Attribute.integer("num_outputs", 2));
        String gated = layers.multiply(halves.get(0), layers.gelu(halves.get(1)));
        return layers.linear(gated, name + ".2", inner, width, true);
    }
}
