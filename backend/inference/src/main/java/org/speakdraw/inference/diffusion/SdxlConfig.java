package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * What sets SDXL apart (Podell et al., "SDXL"): two text encoders whose hidden states stand side by side, the pooled
 * embedding of the second, and the picture's size as a condition.
 *
 * @param firstWidth  values a token of {@code text_encoder}
 * @param secondWidth values a token of {@code text_encoder_2}
 * @param pooledWidth values of the second's pooled embedding
 */
record SdxlConfig(int firstWidth, int secondWidth, int pooledWidth) {

    /** Numbers of {@code time_ids}: original size, top left corner, and target size, each by height and width. */
    static final int TIME_IDS = 6;
    /** The refiner's has an aesthetic score in place of the target size. */
    private static final int REFINER_TIME_IDS = 5;

    private static final String UNET = "unet/config.json";

    /**
     * Empty unless the UNet is SDXL's.
     *
     * @param unet       its {@code config.json}
     * @param crossWidth values a token that it takes
     * @throws InferenceException {@code bundle-invalid}, saying what of SDXL is missing or does not fit
     */
    static Optional<SdxlConfig> read(BundleFiles files, JsonNode unet, int crossWidth) {
        String added = unet.path("addition_embed_type").asText("");
        if (added.isEmpty() || added.equals("null")) {
            return Optional.empty();
        }
        if (!added.equals("text_time")) {
            throw files.broken(UNET, "addition_embed_type is " + added + "; only SDXL's text_time is supported");
        }
        List<String> needed = new ArrayList<>(
                List.of("text_encoder/config.json", "text_encoder_2/model.onnx", "text_encoder_2/config.json"));
        TokenVocabulary.missing(files, "tokenizer_2").ifPresent(needed::add);
        for (String file : needed) {
            if (!files.has(file)) {
                throw new InferenceException(
                        InferenceError.BUNDLE_INVALID,
                        files.folder() + " is an SDXL model, whose " + file + " is missing");
            }
        }
        int firstWidth = number(files, "text_encoder/config.json", "hidden_size");
        int secondWidth = number(files, "text_encoder_2/config.json", "hidden_size");
        int pooledWidth = number(files, "text_encoder_2/config.json", "projection_dim");
        int time = unet.path("addition_time_embed_dim").asInt(0);
        int taken = unet.path("projection_class_embeddings_input_dim").asInt(0);
        if (taken == pooledWidth + REFINER_TIME_IDS * time) {
            throw files.broken(
                    UNET, "this is SDXL's refiner, which only finishes pictures; take the base or SDXL-Turbo");
        }
        if (taken != pooledWidth + TIME_IDS * time) {
            throw files.broken(
                    UNET,
                    "SDXL's projection_class_embeddings_input_dim is " + taken + ", not " + pooledWidth
                            + " pooled values and " + TIME_IDS + " sizes of " + time);
        }
        if (firstWidth + secondWidth != crossWidth) {
            throw files.broken(
                    UNET,
                    "SDXL's text encoders give " + firstWidth + " and " + secondWidth
                            + " values a token, the UNet takes " + crossWidth);
        }
        return Optional.of(new SdxlConfig(firstWidth, secondWidth, pooledWidth));
    }

    private static int number(BundleFiles files, String file, String name) {
        JsonNode value = files.json(file).path(name);
        if (value.asInt(0) < 1 || value.asInt() > 65_536) {
            throw files.broken(file, name + " is " + value + ", which SDXL needs");
        }
        return value.asInt();
    }

    /**
     * Sizes in pixels that a row says of its picture: an original as large as the one that is painted, and nothing of it
     * cut off.
     *
     * @param factor pixels that a latent cell stands for, each way
     */
    static float[] sizes(LatentShape shape, int factor) {
        float height = shape.height() * factor;
        float width = shape.width() * factor;
        return new float[] {height, width, 0, 0, height, width};
    }
}
