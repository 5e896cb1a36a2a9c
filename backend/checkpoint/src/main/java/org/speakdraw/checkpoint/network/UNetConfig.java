package org.speakdraw.checkpoint.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.speakdraw.checkpoint.CheckpointException;

/**
 * What diffusers' {@code UNet2DConditionModel} says about itself. Lists have an entry for each block on the way down.
 *
 * @param channels    of the blocks
 * @param attending   whether a block has attention
 * @param attendingUp the same on the way up, in its order
 * @param layers      residual blocks of a block
 * @param depths      transformer blocks of an attention
 * @param heads       of an attention
 * @param crossWidth  values a token of the text
 * @param middle      attention in the middle, only a residual block, or nothing there
 * @param linear      whether attention is entered by a linear layer rather than a convolution
 * @param groups      of a group normalisation
 * @param guidanceWidth of {@code timestep_cond}; 0: it is not taken
 * @param sdxl        whether it takes SDXL's pooled text and sizes
 */
record UNetConfig(
        int inChannels,
        int outChannels,
        List<Integer> channels,
        List<Boolean> attending,
        List<Boolean> attendingUp,
        List<Integer> layers,
        List<Integer> depths,
        List<Integer> heads,
        int crossWidth,
        Middle middle,
        boolean linear,
        int groups,
        float epsilon,
        boolean cosineFirst,
        double shift,
        int guidanceWidth,
        boolean sdxl,
        int addedTimeWidth,
        int addedWidth) {

    /** What is between the way down and the way up. */
    enum Middle {
        ATTENTION,
        RESIDUAL,
        NOTHING
    }

    /** Everything else that a UNet may be, and the only value that graphs are built for. */
    private static final Map<String, Object> ONLY = Map.ofEntries(
            Map.entry("act_fn", "silu"),
            Map.entry("center_input_sample", false),
            Map.entry("class_embed_type", "null"),
            Map.entry("class_embeddings_concat", false),
            Map.entry("conv_in_kernel", 3),
            Map.entry("conv_out_kernel", 3),
            Map.entry("cross_attention_norm", "null"),
            Map.entry("downsample_padding", 1),
            Map.entry("dual_cross_attention", false),
            Map.entry("encoder_hid_dim_type", "null"),
            Map.entry("mid_block_scale_factor", 1),
            Map.entry("num_class_embeds", "null"),
            Map.entry("only_cross_attention", false),
            Map.entry("resnet_out_scale_factor", 1),
            Map.entry("resnet_skip_time_act", false),
            Map.entry("resnet_time_scale_shift", "default"),
            Map.entry("reverse_transformer_layers_per_block", "null"),
            Map.entry("time_embedding_act_fn", "null"),
            Map.entry("time_embedding_type", "positional"),
            Map.entry("timestep_post_act", "null"),
            Map.entry("attention_type", "default"));

    static UNetConfig read(NetworkConfig config) {
        ONLY.forEach(config::require);
        List<Integer> channels = config.list("block_out_channels");
        int blocks = channels.size();
        int inChannels = config.size("in_channels", 4);
        if (inChannels != 4) {
            throw new CheckpointException("The UNet takes " + inChannels
                    + " channels, not the 4 of a picture: inpainting and editing models cannot repaint a live"
                    + " picture.");
        }
        String added = config.text("addition_embed_type", "");
        if (!added.isEmpty() && !added.equals("text_time")) {
            throw config.refused("addition_embed_type");
        }
        boolean sdxl = added.equals("text_time");
        UNetConfig read = new UNetConfig(
                inChannels,
                config.size("out_channels", 4),
                channels,
                attending(config, "down_block_types", "CrossAttnDownBlock2D", "DownBlock2D", blocks),
                attending(config, "up_block_types", "CrossAttnUpBlock2D", "UpBlock2D", blocks),
                config.sizes("layers_per_block", blocks, 2),
                config.sizes("transformer_layers_per_block", blocks, 1),
                // Named so by mistake; it is the number of heads (diffusers, issue 2011).
                config.sizes("attention_head_dim", blocks, 8),
                config.size("cross_attention_dim", 1280),
                middle(config),
                config.flag("use_linear_projection", false),
                config.size("norm_num_groups", 32),
                (float) config.number("norm_eps", 1e-5),
                config.flag("flip_sin_to_cos", true),
                config.number("freq_shift", 0),
                config.present("time_cond_proj_dim") ? config.size("time_cond_proj_dim", 1) : 0,
                sdxl,
                sdxl ? config.size("addition_time_embed_dim", 256) : 0,
                sdxl ? config.size("projection_class_embeddings_input_dim", 2816) : 0);
        read.checkDivisions(config);
        return read;
    }

    /** A ControlNet says the same of itself, but for the way up, which it has none of. */
    static UNetConfig ofControlNet(NetworkConfig config) {
        ObjectNode whole = config.json().deepCopy();
        ArrayNode up = whole.putArray("up_block_types");
        config.texts("down_block_types").forEach(block -> up.add(block.replace("Down", "Up")));
        return read(new NetworkConfig(config.network(), whole));
    }

    /** Width of the embedded timestep. */
    int timeWidth() {
        return 4 * channels.get(0);
    }

    private void checkDivisions(NetworkConfig config) {
        for (int block = 0; block < channels.size(); block++) {
            if (channels.get(block) % groups != 0) {
                throw config.refused("norm_num_groups");
            }
            if (channels.get(block) % heads.get(block) != 0) {
                throw config.refused("attention_head_dim");
            }
            if (layers.get(block) > 8 || depths.get(block) > 32) {
                throw config.refused("layers_per_block");
            }
        }
        if (channels.get(0) % 2 != 0 || (sdxl && addedTimeWidth % 2 != 0)) {
            throw config.refused("block_out_channels");
        }
    }

    private static Middle middle(NetworkConfig config) {
        if (config.json().path("mid_block_type").isNull()) {
            return Middle.NOTHING;
        }
        return switch (config.text("mid_block_type", "UNetMidBlock2DCrossAttn")) {
            case "UNetMidBlock2DCrossAttn" -> Middle.ATTENTION;
            case "UNetMidBlock2D" -> Middle.RESIDUAL;
            default -> throw config.refused("mid_block_type");
        };
    }

    private static List<Boolean> attending(NetworkConfig config, String name, String with, String without, int blocks) {
        List<String> types = config.texts(name);
        if (types.size() != blocks) {
            throw config.refused(name);
        }
        return IntStream.range(0, blocks)
                .mapToObj(block -> {
                    if (!types.get(block).equals(with) && !types.get(block).equals(without)) {
                        throw config.refused(name);
                    }
                    return types.get(block).equals(with);
                })
                .toList();
    }
}
