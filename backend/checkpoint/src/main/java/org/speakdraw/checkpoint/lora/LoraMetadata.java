package org.speakdraw.checkpoint.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.safetensors.SafetensorsFile;

/**
 * What newer versions of diffusers write of peft's configuration beside the tensors, for each part.
 *
 * @param alpha   how strong all changes are
 * @param byRoot  whether strength goes with the root of the rank (Kalajdzievski, "rsLoRA")
 */
record LoraMetadata(float alpha, boolean byRoot) {

    private static final String NAME = "lora_adapter_metadata";

    /**
     * Of a part's changes; empty where nothing is written.
     *
     * @throws CheckpointException if it asks for something that is not supported
     */
    static Optional<LoraMetadata> read(SafetensorsFile file, String part) {
        String text = file.metadata().getOrDefault(NAME, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode json = new ObjectMapper().readTree(text);
            if (!json.path(part + ".alpha_pattern").isEmpty()) {
                throw new CheckpointException(
                        file.path() + " has an alpha of its own for some modules, which is not supported.");
            }
            JsonNode alpha = json.path(part + ".lora_alpha");
            boolean byRoot = json.path(part + ".use_rslora").asBoolean(false);
            return alpha.isNumber() ? Optional.of(new LoraMetadata(alpha.floatValue(), byRoot)) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file.path() + ": " + NAME + " is not JSON.", e);
        }
    }

    /** What alpha is divided by. */
    float divisor(float rank) {
        return byRoot ? (float) Math.sqrt(rank) : rank;
    }
}
