package org.speakdraw.checkpoint.layout;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of weights in checkpoints of one file, as the original repositories (CompVis/stable-diffusion, OpenCLIP) have
 * them, for those of diffusers and transformers.
 */
public final class LdmNames {

    private static final Map<String, String> UNET = Map.of(
            "time_embedding.linear_1.", "time_embed.0.",
            "time_embedding.linear_2.", "time_embed.2.",
            "time_embedding.cond_proj.", "time_embed.cond_proj.",
            "add_embedding.linear_1.", "label_emb.0.0.",
            "add_embedding.linear_2.", "label_emb.0.2.",
            "conv_in.", "input_blocks.0.0.",
            "conv_norm_out.", "out.0.",
            "conv_out.", "out.2.");
    private static final Map<String, String> RESIDUAL = Map.of(
            "norm1.", "in_layers.0.",
            "conv1.", "in_layers.2.",
            "time_emb_proj.", "emb_layers.1.",
            "norm2.", "out_layers.0.",
            "conv2.", "out_layers.3.",
            "conv_shortcut.", "skip_connection.");
    private static final Map<String, String> ATTENTION_OF_AUTOENCODER = Map.of(
            "group_norm.", "norm.",
            "to_q.", "q.",
            "to_k.", "k.",
            "to_v.", "v.",
            "to_out.0.", "proj_out.");
    private static final String LAST_HINT = "controlnet_cond_embedding.conv_out.";
    private static final Map<String, String> CONTROL_NET = Map.of(
            "controlnet_mid_block.", "middle_block_out.0.",
            "controlnet_cond_embedding.conv_in.", "input_hint_block.0.");
    private static final Map<String, String> OPEN_CLIP = Map.of(
            "embeddings.token_embedding.weight", "token_embedding.weight",
            "embeddings.position_embedding.weight", "positional_embedding",
            "final_layer_norm.", "ln_final.");
    private static final Map<String, String> OPEN_CLIP_LAYER = Map.of(
            "layer_norm1.", "ln_1.",
            "layer_norm2.", "ln_2.",
            "mlp.fc1.", "mlp.c_fc.",
            "mlp.fc2.", "mlp.c_proj.",
            "self_attn.out_proj.", "attn.out_proj.");

    private static final Pattern SIDE =
            Pattern.compile("(down|up)_blocks\\.(\\d+)\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d+)\\.(.*)");
    private static final Pattern ZERO = Pattern.compile("controlnet_down_blocks\\.(\\d+)\\.(.*)");
    private static final Pattern HINT_BLOCK = Pattern.compile("controlnet_cond_embedding\\.blocks\\.(\\d+)\\.(.*)");
    private static final Pattern MIDDLE = Pattern.compile("mid_block\\.(resnets|attentions)\\.(\\d+)\\.(.*)");
    private static final Pattern HALF = Pattern.compile("(encoder|decoder)\\.(.*)");
    private static final Pattern LAYER = Pattern.compile("encoder\\.layers\\.(\\d+)\\.(.*)");

    private LdmNames() {}

    /**
     * Of a UNet.
     *
     * @param layers    residual blocks of a block on the way down
     * @param attending whether blocks on the way up have attention, in their order
     */
    public static String unet(String name, int layers, List<Boolean> attending) {
        Matcher side = SIDE.matcher(name);
        if (side.matches()) {
            return side.group(1).equals("down") ? down(side, layers) : up(side, layers, attending);
        }
        Matcher middle = MIDDLE.matcher(name);
        if (middle.matches()) {
            boolean residual = middle.group(1).equals("resnets");
            int number = residual ? 2 * Integer.parseInt(middle.group(2)) : 1;
            return "middle_block." + number + "." + inner(middle.group(3), residual);
        }
        return replaced(name, UNET);
    }

    /**
     * Of a ControlNet, whose way down and middle are called as a UNet's are.
     *
     * @param layers   residual blocks of a block
     * @param lastHint place of the last convolution of what it is shown
     */
    static String controlNet(String name, int layers, int lastHint) {
        Matcher zero = ZERO.matcher(name);
        if (zero.matches()) {
            return "zero_convs." + zero.group(1) + ".0." + zero.group(2);
        }
        Matcher hint = HINT_BLOCK.matcher(name);
        if (hint.matches()) {
            return "input_hint_block." + 2 * (Integer.parseInt(hint.group(1)) + 1) + "." + hint.group(2);
        }
        String known = replaced(name, CONTROL_NET);
        return known.startsWith(LAST_HINT)
                ? "input_hint_block." + lastHint + "." + known.substring(LAST_HINT.length())
                : known.equals(name) ? unet(name, layers, List.of()) : known;
    }

    /** @param blocks of the way down */
    static String autoencoder(String name, int blocks) {
        Matcher half = HALF.matcher(name);
        return half.matches() ? half.group(1) + "." + autoencoderHalf(half.group(2), blocks) : name;
    }

    /** Of OpenCLIP, but for queries, keys and values, which it has in one. */
    static String openClip(String name) {
        Matcher layer = LAYER.matcher(name);
        return layer.matches()
                ? "transformer.resblocks." + layer.group(1) + "." + replaced(layer.group(2), OPEN_CLIP_LAYER)
                : replaced(name, OPEN_CLIP);
    }

    private static String down(MatchResult match, int layers) {
        int block = Integer.parseInt(match.group(2));
        int layer = Integer.parseInt(match.group(4));
        String rest = match.group(5);
        if (match.group(3).equals("downsamplers")) {
            return "input_blocks." + (block + 1) * (layers + 1) + ".0.op." + rest.substring("conv.".length());
        }
        boolean residual = match.group(3).equals("resnets");
        int number = 1 + block * (layers + 1) + layer;
        return "input_blocks." + number + (residual ? ".0." : ".1.") + inner(rest, residual);
    }

    private static String up(MatchResult match, int layers, List<Boolean> attending) {
        int block = Integer.parseInt(match.group(2));
        int layer = Integer.parseInt(match.group(4));
        String rest = match.group(5);
        if (match.group(3).equals("upsamplers")) {
            int place = block < attending.size() && attending.get(block) ? 2 : 1;
            return "output_blocks." + (block * (layers + 1) + layers) + "." + place + "." + rest;
        }
        boolean residual = match.group(3).equals("resnets");
        int number = block * (layers + 1) + layer;
        return "output_blocks." + number + (residual ? ".0." : ".1.") + inner(rest, residual);
    }

    private static String inner(String rest, boolean residual) {
        return residual ? replaced(rest, RESIDUAL) : rest;
    }

    private static String autoencoderHalf(String name, int blocks) {
        Matcher side = SIDE.matcher(name);
        if (side.matches()) {
            boolean down = side.group(1).equals("down");
            int given = Integer.parseInt(side.group(2));
            String block = down ? "down." + given : "up." + (blocks - 1 - given);
            return switch (side.group(3)) {
                case "downsamplers" -> block + ".downsample." + side.group(5);
                case "upsamplers" -> block + ".upsample." + side.group(5);
                default -> block + ".block." + side.group(4) + "." + shortcut(side.group(5));
            };
        }
        Matcher middle = MIDDLE.matcher(name);
        if (middle.matches()) {
            int number = Integer.parseInt(middle.group(2)) + 1;
            return middle.group(1).equals("resnets")
                    ? "mid.block_" + number + "." + shortcut(middle.group(3))
                    : "mid.attn_" + number + "." + replaced(middle.group(3), ATTENTION_OF_AUTOENCODER);
        }
        return name.startsWith("conv_norm_out.") ? name.replace("conv_norm_out.", "norm_out.") : name;
    }

    private static String shortcut(String name) {
        return name.replace("conv_shortcut.", "nin_shortcut.");
    }

    /** With the beginning that the table has replaced. */
    private static String replaced(String name, Map<String, String> table) {
        for (Map.Entry<String, String> entry : table.entrySet()) {
            if (name.startsWith(entry.getKey())) {
                return entry.getValue() + name.substring(entry.getKey().length());
            }
        }
        return name;
    }
}
