package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An autoencoder under the names of the original repository; its shapes tell what it is like. */
final class LdmAutoencoder {

    private static final double SD_SCALE = 0.18215;
    private static final double SDXL_SCALE = 0.13025;

    private LdmAutoencoder() {}

    /** @param sdxl whether it is SDXL's, which no shape tells */
    static Part part(StoredNames stored, UsualSizes sizes, boolean sdxl) {
        int blocks = stored.count("encoder.down.", ".block.0.conv1.weight");
        ObjectNode config = JsonNodeFactory.instance
                .objectNode()
                .put("_class_name", "AutoencoderKL")
                .put("latent_channels", stored.size("decoder.conv_in.weight", 1))
                .put("layers_per_block", stored.count("encoder.down.0.block.", ".conv1.weight"))
                .put("norm_num_groups", sizes.groups())
                .put("use_quant_conv", stored.has("quant_conv.weight"))
                .put("use_post_quant_conv", stored.has("post_quant_conv.weight"))
                .put("scaling_factor", sdxl ? SDXL_SCALE : SD_SCALE);
        for (int block = 0; block < blocks; block++) {
            config.withArray("block_out_channels")
                    .add(stored.size("encoder.down." + block + ".block.0.conv1.weight", 0));
        }
        return new Part(config, name -> stored.take(LdmNames.autoencoder(name, blocks)), stored::untouched);
    }
}
