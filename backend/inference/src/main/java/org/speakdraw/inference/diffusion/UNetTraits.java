package org.speakdraw.inference.diffusion;

import java.util.Optional;

/**
 * What a UNet's graph does not say of itself.
 *
 * @param sdxl          present where it is SDXL's
 * @param spatialFactor pixels that a latent cell stands for, each way
 * @param imageTokens   that the bundle's IP-Adapter makes of an image; 0: there is none
 * @param distilledGuidance scale of the guidance that a latent consistency model imitates
 * @param hints         makes what its ControlNet is shown of pictures
 */
record UNetTraits(
        Optional<SdxlConfig> sdxl, int spatialFactor, int imageTokens, float distilledGuidance, HintSource hints) {

    /** What diffusers' pipeline of latent consistency models takes by itself. */
    static final float USUAL_GUIDANCE = 8.5f;

    /** Of a model that takes no image prompts and is not SDXL. */
    static final UNetTraits PLAIN = new UNetTraits(Optional.empty(), 8, 0, USUAL_GUIDANCE, HintSource.PICTURE);

    /** Of a bundle's UNet. */
    static UNetTraits of(DiffusionBundle bundle, int imageTokens, HintSource hints) {
        return new UNetTraits(bundle.sdxl(), bundle.spatialFactor(), imageTokens, bundle.distilledGuidance(), hints);
    }
}
