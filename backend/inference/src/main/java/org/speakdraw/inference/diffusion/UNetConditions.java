package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.TensorInfo;

/**
 * The inputs of a UNet beside latent, timestep and text, recognised by their names.
 *
 * @param inputs           to be filled for every call
 * @param sharedImageScale whether a call has one scale of the image for all its rows
 * @param imageBehindText  image tokens that follow the text's in one input; 0: they have an input of their own, or
 *     there are none
 */
record UNetConditions(List<UNetCondition> inputs, boolean sharedImageScale, int imageBehindText) {

    private static final String POOLED = "text_embeds";
    private static final String SIZES = "time_ids";
    private static final Set<String> IMAGE = Set.of("image_embeds", "ip_adapter_image_embeds", "image_tokens");
    private static final Set<String> IMAGE_SCALE = Set.of("ip_adapter_scale", "ipadapter_scale");

    /**
     * @param others inputs of the graph that are neither latent nor timestep nor text
     * @throws InferenceException {@code bundle-invalid}, naming an input that nobody knows, or that the bundle needs
     */
    static UNetConditions of(Path file, Collection<TensorInfo> others, UNetTraits traits) {
        List<UNetCondition> inputs = new ArrayList<>();
        boolean sharedScale = false;
        boolean ownImage = false;
        for (TensorInfo input : others) {
            inputs.add(of(input, traits)
                    .orElseThrow(() ->
                            broken(file, ": inputs that are not known: " + input + explained(input.name(), traits))));
            ownImage |= isImage(input);
            sharedScale |= isImageScale(input) && ImageConditions.isShared(input);
        }
        boolean scaled = others.stream().anyMatch(UNetConditions::isImageScale);
        for (String needed : traits.sdxl().isPresent() ? List.of(POOLED, SIZES) : List.<String>of()) {
            if (others.stream().noneMatch(input -> input.name().equals(needed))) {
                throw broken(file, " has no input " + needed + ", which SDXL's UNet takes; it has " + others);
            }
        }
        if (traits.imageTokens() > 0 && !scaled) {
            throw broken(file, " has no input ip_adapter_scale, but the bundle has an IP-Adapter; it has " + others);
        }
        if (traits.control().adapter().isPresent() && others.stream().noneMatch(T2iAdapter::isFeature)) {
            throw broken(
                    file, " has no inputs adapter_0 and so on, but the bundle has a T2I-Adapter; it has " + others);
        }
        return new UNetConditions(List.copyOf(inputs), sharedScale, scaled && !ownImage ? traits.imageTokens() : 0);
    }

    /** Whether an input is for image tokens. */
    static boolean isImage(TensorInfo input) {
        return IMAGE.contains(input.name()) && input.rank() == 3;
    }

    /** Whether an input says of each row how much the LoRAs count that are beside the weights. */
    static boolean isLoraScale(TensorInfo input) {
        return input.name().equals("lora_scale") && input.rank() == 1;
    }

    private static boolean isImageScale(TensorInfo input) {
        return IMAGE_SCALE.contains(input.name()) && input.rank() <= 2;
    }

    private static Optional<UNetCondition> of(TensorInfo input, UNetTraits traits) {
        if (isImage(input)) {
            return Optional.of(new ImageConditions.Tokens(input, Math.max(1, traits.imageTokens())));
        }
        if (isImageScale(input)) {
            return Optional.of(new ImageConditions.Scale(input));
        }
        if (ControlConditions.isPicture(input)) {
            return Optional.of(new ControlConditions.Pictures(
                    input, traits.spatialFactor(), traits.control().hints()));
        }
        if (T2iAdapter.isFeature(input)) {
            return traits.control()
                    .adapter()
                    .filter(adapter -> adapter.gives(input))
                    .map(adapter -> new ControlConditions.Features(
                            input,
                            traits.spatialFactor(),
                            adapter,
                            traits.control().hints()));
        }
        if (ControlConditions.isScale(input)) {
            return Optional.of(new RowValues(
                    input, (row, shape) -> new float[] {row.control().scale()}));
        }
        if (isLoraScale(input)) {
            return Optional.of(new RowValues(input, (row, shape) -> new float[] {row.loraScale()}));
        }
        return input.rank() == 2 ? ofTwoDimensions(input, traits) : Optional.empty();
    }

    private static Optional<UNetCondition> ofTwoDimensions(TensorInfo input, UNetTraits traits) {
        return switch (input.name()) {
            case "timestep_cond" -> Optional.of(GuidanceEmbedding.of(input, traits.distilledGuidance()));
            case POOLED ->
                traits.sdxl()
                        .filter(sdxl -> input.sizeOr(1, sdxl.pooledWidth()) == sdxl.pooledWidth())
                        .map(sdxl ->
                                new RowValues(input, (row, shape) -> row.text().pooled()));
            case SIZES ->
                traits.sdxl()
                        .filter(sdxl -> input.sizeOr(1, SdxlConfig.TIME_IDS) == SdxlConfig.TIME_IDS)
                        .map(sdxl ->
                                new RowValues(input, (row, shape) -> SdxlConfig.sizes(shape, traits.spatialFactor())));
            default -> Optional.empty();
        };
    }

    private static String explained(String name, UNetTraits traits) {
        if (!name.equals(POOLED) && !name.equals(SIZES)) {
            return "";
        }
        return traits.sdxl()
                .map(sdxl -> "; SDXL with these text encoders takes " + sdxl.pooledWidth() + " pooled values and "
                        + SdxlConfig.TIME_IDS + " sizes")
                .orElse("; this is SDXL's UNet, but its config.json does not say addition_embed_type text_time");
    }

    private static InferenceException broken(Path file, String what) {
        return new InferenceException(InferenceError.BUNDLE_INVALID, file + what);
    }
}
