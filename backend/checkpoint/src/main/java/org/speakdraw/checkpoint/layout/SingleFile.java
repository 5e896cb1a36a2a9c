package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/** A checkpoint in one file, with the names of the original repositories. It says nothing of itself: shapes tell. */
public final class SingleFile implements Checkpoint {

    private static final String UNET = "model.diffusion_model.";
    private static final String CONTROL_NET = "control_model.";
    private static final String AUTOENCODER = "first_stage_model.";
    private static final String TEXT_SD1 = "cond_stage_model.transformer.";
    private static final String TEXT_SD2 = "cond_stage_model.model.";
    private static final String TEXT_SDXL = "conditioner.embedders.0.transformer.";
    private static final String TEXT_SDXL_2 = "conditioner.embedders.1.model.";

    private final Path path;
    private final Map<String, StoredTensor> tensors;
    private final OpenFiles files;
    private final Optional<String> prediction;
    private final UsualSizes sizes;
    private final UNetShapes unet;

    private SingleFile(Path path, OpenFiles files, Optional<String> prediction, UsualSizes sizes, boolean controlChosen)
            throws IOException {
        this.path = path;
        this.files = files;
        this.prediction = prediction;
        this.sizes = sizes;
        tensors = files.open(List.of(path));
        refuseOthers(controlChosen);
        unet = UNetShapes.of(StoredNames.below(UNET, tensors), sizes);
    }

    /**
     * Opens {@code path}.
     *
     * @param prediction    what the UNet predicts, where the user knows
     * @param controlChosen whether the user has said which ControlNet to take: one inside is not left out silently
     * @throws CheckpointException if it is something else
     */
    public static SingleFile open(Path path, Optional<String> prediction, UsualSizes sizes, boolean controlChosen)
            throws IOException {
        OpenFiles files = new OpenFiles();
        try {
            return new SingleFile(path, files, prediction, sizes, controlChosen);
        } catch (Throwable e) {
            files.close();
            throw e;
        }
    }

    @Override
    public Part part(String name) {
        return switch (name) {
            case "unet" -> unet();
            case "vae" -> autoencoder();
            case "text_encoder" -> firstEncoder();
            case "text_encoder_2" -> openClip(TEXT_SDXL_2, false);
            default -> throw new CheckpointException(path + " has no " + name + ".");
        };
    }

    @Override
    public JsonNode scheduler() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("num_train_timesteps", 1000)
                .put("beta_start", 0.00085)
                .put("beta_end", 0.012)
                .put("beta_schedule", "scaled_linear")
                .put("rescale_betas_zero_snr", tensors.containsKey("ztsnr"))
                .put("prediction_type", prediction.orElseGet(this::usualPrediction));
    }

    @Override
    public Optional<Path> tokenizer(String name) {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private boolean hasAny(String prefix) {
        return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private void refuseOthers(boolean controlChosen) {
        if (FileKind.TRANSFORMER.fits(tensors.keySet())) {
            throw new CheckpointException(path + " is a transformer (as SD 3 and FLUX are), which learned flow matching"
                    + " rather than noise; only SD 1, SD 2, SDXL and their relatives are supported.");
        }
        if (!hasAny(UNET)) {
            throw FileKind.refusal(path, "a model", tensors.keySet());
        }
        if (hasAny(CONTROL_NET) && !controlChosen) {
            throw new CheckpointException(path + " is a model with a ControlNet inside; add --control " + path
                    + ", which builds it in, and --control-hint for what it is shown.");
        }
        if (!hasAny("conditioner.embedders.1.") && hasAny("conditioner.embedders.0.model.")) {
            throw new CheckpointException(
                    path + " is SDXL's refiner, which only finishes pictures; take the base or SDXL-Turbo.");
        }
    }

    private String usualPrediction() {
        if (tensors.containsKey("v_pred")) {
            return "v_prediction";
        }
        if (hasAny(TEXT_SD2)) {
            throw new CheckpointException(
                    path + " is an SD 2 checkpoint, which does not say what its UNet predicts: add --prediction"
                            + " epsilon (models for 512 pixels, and SD-Turbo) or --prediction v_prediction (for 768).");
        }
        return "epsilon";
    }

    private Part unet() {
        return new Part(
                unet.config(),
                name -> unet.stored().take(LdmNames.unet(name, unet.layers(), unet.attendingUp())),
                unet.stored()::untouched);
    }

    private Part autoencoder() {
        StoredNames stored = StoredNames.below(AUTOENCODER, tensors);
        if (stored.isEmpty()) {
            throw new CheckpointException(path + " has no autoencoder (" + AUTOENCODER + "...); name one with --vae.");
        }
        return LdmAutoencoder.part(stored, sizes, unet.isSdxl());
    }

    private Part firstEncoder() {
        if (hasAny(TEXT_SD2)) {
            return openClip(TEXT_SD2, true);
        }
        String prefix = hasAny(TEXT_SDXL) ? TEXT_SDXL : TEXT_SD1;
        StoredNames stored =
                StoredNames.below(hasAny(prefix + "text_model.") ? prefix + "text_model." : prefix, tensors);
        int layers = stored.count("encoder.layers.", ".mlp.fc1.weight");
        ObjectNode config = textConfig(
                stored.size("embeddings.token_embedding.weight", 0),
                stored.size("embeddings.token_embedding.weight", 1),
                stored.size("embeddings.position_embedding.weight", 0),
                stored.size("encoder.layers.0.mlp.fc1.weight", 0),
                layers,
                "quick_gelu");
        return new Part(config, stored::take, stored::untouched);
    }

    /** @param withoutLast whether the UNet was trained on what the last layer but one gives, normalised */
    private Part openClip(String prefix, boolean withoutLast) {
        StoredNames stored = StoredNames.below(prefix, tensors);
        int layers = stored.count("transformer.resblocks.", ".mlp.c_fc.weight");
        ObjectNode config = textConfig(
                        stored.size("token_embedding.weight", 0),
                        stored.size("token_embedding.weight", 1),
                        stored.size("positional_embedding", 0),
                        stored.size("transformer.resblocks.0.mlp.c_fc.weight", 0),
                        withoutLast ? layers - 1 : layers,
                        "gelu")
                .put("projection_dim", stored.size("text_projection", 1));
        return new Part(config, new OpenClipWeights(stored), stored::untouched);
    }

    private ObjectNode textConfig(long vocabulary, long width, long tokens, long inner, int layers, String activation) {
        if (vocabulary == 0 || layers == 0) {
            throw new CheckpointException(path + " has no text encoder, or one of an unknown kind.");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("vocab_size", vocabulary)
                .put("hidden_size", width)
                .put("max_position_embeddings", tokens)
                .put("intermediate_size", inner)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", Math.max(1, width / sizes.headWidth()))
                .put("hidden_act", activation)
                .put("eos_token_id", vocabulary - 1);
    }
}
