package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.speakdraw.checkpoint.CheckpointException;

/**
 * What the shapes of a UNet's weights in one file say about it. Lists have an entry for each block on the way down.
 *
 * @param channels of the blocks
 * @param layers   residual blocks of a block
 * @param depths   transformer blocks of an attention; 0: there is none
 * @param sizes    what they do not say
 */
record UNetShapes(StoredNames stored, List<Long> channels, int layers, List<Integer> depths, UsualSizes sizes) {

    private static final int MAX_BLOCKS = 64;

    static UNetShapes of(StoredNames stored, UsualSizes sizes) {
        List<Long> channels = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        int layers = 0;
        int inBlock = 0;
        for (int number = 1; number < MAX_BLOCKS; number++) {
            String name = "input_blocks." + number;
            if (stored.has(name + ".0.op.weight")) {
                inBlock = 0;
            } else if (stored.has(name + ".0.in_layers.2.weight")) {
                if (inBlock == 0) {
                    channels.add(stored.size(name + ".0.in_layers.2.weight", 0));
                    depths.add(stored.count(name + ".1.transformer_blocks.", ".attn2.to_k.weight"));
                }
                layers = Math.max(layers, ++inBlock);
            }
        }
        if (channels.isEmpty()) {
            throw new CheckpointException("The UNet's weights have unknown names.");
        }
        return new UNetShapes(stored, List.copyOf(channels), layers, List.copyOf(depths), sizes);
    }

    boolean isSdxl() {
        return stored.has("label_emb.0.0.weight");
    }

    /** Whether the blocks on the way up have attention, in their order. */
    List<Boolean> attendingUp() {
        List<Boolean> attending =
                new ArrayList<>(depths.stream().map(depth -> depth > 0).toList());
        Collections.reverse(attending);
        return List.copyOf(attending);
    }

    /** As diffusers would have written it. */
    ObjectNode config() {
        ObjectNode config = JsonNodeFactory.instance
                .objectNode()
                .put("_class_name", "UNet2DConditionModel")
                .put("in_channels", stored.size("input_blocks.0.0.weight", 1))
                .put("out_channels", stored.size("out.2.weight", 0))
                .put("sample_size", isSdxl() ? 128 : 64)
                .put("layers_per_block", layers)
                .put("norm_num_groups", sizes.groups())
                .put("use_linear_projection", isLinear())
                .put("cross_attention_dim", crossWidth());
        ArrayNode blocks = config.putArray("block_out_channels");
        ArrayNode down = config.putArray("down_block_types");
        ArrayNode up = config.putArray("up_block_types");
        ArrayNode heads = config.putArray("attention_head_dim");
        ArrayNode transformers = config.putArray("transformer_layers_per_block");
        for (int block = 0; block < channels.size(); block++) {
            blocks.add(channels.get(block));
            down.add(depths.get(block) > 0 ? "CrossAttnDownBlock2D" : "DownBlock2D");
            up.add(attendingUp().get(block) ? "CrossAttnUpBlock2D" : "UpBlock2D");
            heads.add(isLinear() ? Math.max(1, channels.get(block) / sizes.headWidth()) : sizes.sd1Heads());
            // The middle takes the last one's, which may have no attention of its own.
            boolean last = block == channels.size() - 1;
            transformers.add(last ? Math.max(1, middleDepth()) : Math.max(1, depths.get(block)));
        }
        if (stored.has("time_embed.cond_proj.weight")) {
            config.put("time_cond_proj_dim", stored.size("time_embed.cond_proj.weight", 1));
        }
        if (isSdxl()) {
            long width = stored.size("label_emb.0.0.weight", 1);
            config.put("addition_embed_type", "text_time")
                    .put("addition_time_embed_dim", sizes.sizeWidth())
                    .put("projection_class_embeddings_input_dim", width);
        }
        return config;
    }

    private int middleDepth() {
        return stored.count("middle_block.1.transformer_blocks.", ".attn2.to_k.weight");
    }

    private boolean isLinear() {
        return stored.dimensions("middle_block.1.proj_in.weight") == 2;
    }

    private long crossWidth() {
        return stored.size("middle_block.1.transformer_blocks.0.attn2.to_k.weight", 1);
    }
}
