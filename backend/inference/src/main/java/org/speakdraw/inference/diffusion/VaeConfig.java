package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the VAE's {@code config.json} says.
 *
 * @param latentChannels channels of a latent
 * @param spatialFactor  pixels a latent cell stands for, each way
 * @param scalingFactor  a UNet works on {@code (latent - shift) * scaling}
 * @param shiftFactor    see above
 */
record VaeConfig(int latentChannels, int spatialFactor, float scalingFactor, float shiftFactor) {

    static VaeConfig read(BundleFiles files) {
        String file = files.has("vae_decoder/config.json") || !files.has("vae/config.json")
                ? "vae_decoder/config.json"
                : "vae/config.json";
        JsonNode json = files.json(file);
        int channels = json.path("latent_channels").asInt(0);
        int blocks = json.path("block_out_channels").size();
        if (blocks == 0) {
            blocks = json.path("decoder_block_out_channels").size();
        }
        // diffusers' own defaults where the file leaves a factor out
        boolean tiny = json.path("_class_name").asText("").equals("AutoencoderTiny");
        double scaling = json.path("scaling_factor").asDouble(tiny ? 1.0 : 0.18215);
        double shift = json.path("shift_factor").asDouble(0);
        if (channels < 1 || channels > 256) {
            throw files.broken(file, "latent_channels is " + json.path("latent_channels"));
        }
        if (blocks < 1 || blocks > 8) {
            throw files.broken(file, "block_out_channels is " + json.path("block_out_channels"));
        }
        if (!(scaling > 0)) {
            throw files.broken(file, "scaling_factor is " + scaling);
        }
        return new VaeConfig(channels, 1 << (blocks - 1), (float) scaling, (float) shift);
    }
}
