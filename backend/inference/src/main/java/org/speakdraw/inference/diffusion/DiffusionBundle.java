package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * A folder with a diffusion model in the layout that Optimum exports. Reads the small files only; the networks are
 * loaded by {@link DiffusionStream#open}. Immutable but for {@link #timesteps}, which a device may have to measure first.
 * Thread-safe.
 *
 * <p>An optional {@code speakdraw.json} adds what the layout has no place for: {@code title, licence, description,
 * examples}, {@code size_multiple}, {@code control} (see {@link ControlKind}), {@code loras} (names of those whose strength can be set), {@code distilled_guidance_scale} (of latent consistency models), {@code vocabulary} (a file, see {@link PromptVocabulary}), {@code changes} (see
 * {@link TimestepSelection#measured}; {@code "measure"} where the first device that loads the bundle is to find out) and {@code recommended} with {@code width, height, steps, t_index_list, guidance_scale, cfg_type, prompt}.
 */
public final class DiffusionBundle {

    private static final String OWN = "speakdraw.json";
    private static final String CHANGES = "changes";
    private static final String TO_BE_MEASURED = "measure";

    private final BundleFiles files;
    private final JsonNode own;
    private final VaeConfig vae;
    private final SchedulerConfig scheduler;
    private final int crossAttentionWidth;
    private final Optional<SdxlConfig> sdxl;
    private final boolean noNegativeIsZeros;
    private final Optional<ControlKind> control;
    private final int sizeMultiple;
    private final float distilledGuidance;
    private volatile TimestepSelection timesteps;
    private volatile boolean uncalibrated;
    private final RecommendedSettings recommended;

    private DiffusionBundle(BundleFiles files) {
        this.files = files;
        for (String network : List.of("text_encoder", "unet", "vae_encoder", "vae_decoder")) {
            files.require(network + "/model.onnx");
        }
        TokenVocabulary.missing(files, "tokenizer").ifPresent(files::require);
        own = files.optionalJson(OWN);
        vae = VaeConfig.read(files);
        scheduler = SchedulerConfig.read(files);
        JsonNode unet = files.json("unet/config.json");
        crossAttentionWidth = unet.path("cross_attention_dim").asInt(0);
        if (crossAttentionWidth < 1) {
            throw files.broken("unet/config.json", "cross_attention_dim is " + unet.path("cross_attention_dim"));
        }
        sdxl = SdxlConfig.read(files, unet, crossAttentionWidth);
        noNegativeIsZeros = sdxl.isPresent()
                && files.optionalJson("model_index.json")
                        .path("force_zeros_for_empty_prompt")
                        .asBoolean(true);
        control = readControl(own.path("control").asText(""));
        int halvings = Math.max(0, Math.min(8, unet.path("block_out_channels").size() - 1));
        sizeMultiple = own.path("size_multiple").asInt(vae.spatialFactor() << halvings);
        if (sizeMultiple < 1 || sizeMultiple % vae.spatialFactor() != 0) {
            throw files.broken(
                    OWN, "size_multiple is " + sizeMultiple + "; it is a multiple of " + vae.spatialFactor());
        }
        distilledGuidance = (float) own.path("distilled_guidance_scale").asDouble(UNetTraits.USUAL_GUIDANCE);
        if (!(distilledGuidance >= 1 && distilledGuidance <= 20)) {
            throw files.broken(OWN, "distilled_guidance_scale is " + distilledGuidance + "; it is 1 to 20");
        }
        uncalibrated = own.path(CHANGES).asText("").equals(TO_BE_MEASURED);
        timesteps = uncalibrated ? TimestepSelection.LINEAR : readTimesteps(own.path(CHANGES));
        recommended = readRecommended(own.path("recommended"), unet);
    }

    /**
     * Reads the bundle in {@code folder}.
     *
     * @throws InferenceException {@code bundle-invalid}, naming the file that is missing or broken
     */
    public static DiffusionBundle read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, folder + " is not a folder");
        }
        return new DiffusionBundle(new BundleFiles(folder.toAbsolutePath().normalize()));
    }

    /** Name of the folder. */
    public String id() {
        return String.valueOf(files.folder().getFileName());
    }

    /** For people; the id where the author gave none. */
    public String title() {
        return own.path("title").asText(id());
    }

    /** Under which the weights are used; empty where unknown. */
    public String licence() {
        return own.path("licence").asText("");
    }

    /** For people; may be empty. */
    public String description() {
        return own.path("description").asText("");
    }

    /** Prompts that work well. */
    public List<String> examples() {
        List<String> examples = new ArrayList<>();
        own.path("examples").forEach(example -> examples.add(example.asText()));
        return List.copyOf(examples);
    }

    /** To begin with. */
    public RecommendedSettings recommended() {
        return recommended;
    }

    /**
     * Sides that are multiples of this many pixels work with every export of the model. Without
     * {@code size_multiple} in {@code speakdraw.json} it counts the UNet's halvings too, because the stock exporter
     * freezes the sizes on its way up.
     */
    public int sizeMultiple() {
        return sizeMultiple;
    }

    /** What strength means here: measured with this model, or linear; also until it has been measured. */
    public TimestepSelection timesteps() {
        return timesteps;
    }

    /** Whether strength is linear only until it has been measured. */
    boolean uncalibrated() {
        return uncalibrated;
    }

    /**
     * What strength means here from now on, also for those who read the bundle after this, as far as its folder can be
     * written.
     *
     * @param changes as {@link TimestepSelection#measured} takes them
     * @return whether it was written
     * @throws IllegalArgumentException as there
     */
    synchronized boolean calibrate(double[] changes) {
        timesteps = TimestepSelection.measured(changes);
        uncalibrated = false;
        ObjectNode described = own.deepCopy();
        ArrayNode list = described.putArray(CHANGES);
        Arrays.stream(changes).forEach(list::add);
        return files.replaceJson(OWN, described);
    }

    /** Strength stays linear as long as this process runs: measuring again would give nothing else. */
    synchronized void leaveLinear() {
        uncalibrated = false;
    }

    /** Channels of a latent. */
    public int latentChannels() {
        return vae.latentChannels();
    }

    /** Pixels that one latent cell stands for, each way. */
    public int spatialFactor() {
        return vae.spatialFactor();
    }

    BundleFiles files() {
        return files;
    }

    /**
     * The words that a small model knows, by kind and language, as {@code models/README.md} describes; empty for a model
     * that understands any words.
     *
     * @throws InferenceException {@code bundle-invalid} when the file that has them is missing or broken
     */
    public Optional<JsonNode> knownWords() {
        return Optional.of(own.path("vocabulary").asText(""))
                .filter(file -> !file.isEmpty())
                .map(files::json);
    }

    /** The words of other languages that stand for the model's own. */
    PromptVocabulary vocabulary() {
        String file = own.path("vocabulary").asText("");
        return file.isEmpty() ? PromptVocabulary.NONE : PromptVocabulary.read(files, file);
    }

    VaeConfig vae() {
        return vae;
    }

    SchedulerConfig scheduler() {
        return scheduler;
    }

    /** Values a token that the UNet takes. */
    int crossAttentionWidth() {
        return crossAttentionWidth;
    }

    /** Whether an image can be a prompt: the bundle has an IP-Adapter and its image encoder. */
    public boolean takesImagePrompts() {
        return files.has(ImagePromptEncoder.ENCODER) && files.has(ImagePromptEncoder.PROJECTION);
    }

    /** Scale of the guidance that a latent consistency model imitates; others do not ask for it. */
    float distilledGuidance() {
        return distilledGuidance;
    }

    /** How what comes in can say where things are; empty where it cannot. */
    public Optional<ControlKind> control() {
        return control;
    }

    /** Whether what counts is found in any picture; else a picture has to show it already, as a map. */
    public boolean findsControl() {
        return hasHintGraph() || control.filter(ControlKind::needsNetwork).isEmpty();
    }

    /** Whether a network of its own makes what the control is shown. */
    boolean hasHintGraph() {
        return files.has(HintGraph.FILE);
    }

    /** Whether LoRAs lie beside the weights, whose strength can be set while painting. */
    public boolean takesLoras() {
        return !own.path("loras").isEmpty();
    }

    /**
     * Whether no negative prompt at all is to be {@linkplain TextEmbedding#zeros zeros}, and not what the text encoders make
     * of an empty text: as SDXL learned to paint without words, unless {@code model_index.json} says otherwise
     * ({@code force_zeros_for_empty_prompt}, diffusers' {@code StableDiffusionXLPipeline}).
     */
    public boolean noNegativeIsZeros() {
        return noNegativeIsZeros;
    }

    /** Present where the model is SDXL. */
    Optional<SdxlConfig> sdxl() {
        return sdxl;
    }

    /** The latent of a picture. @throws InferenceException {@code size-unsupported} if the sides do not divide */
    LatentShape latentShape(int width, int height) {
        int factor = vae.spatialFactor();
        if (width % factor != 0 || height % factor != 0) {
            throw new InferenceException(
                    InferenceError.SIZE_UNSUPPORTED,
                    "a picture of " + width + " x " + height + "; the sides of " + id() + " are multiples of "
                            + factor);
        }
        return new LatentShape(vae.latentChannels(), height / factor, width / factor);
    }

    private Optional<ControlKind> readControl(String id) {
        Optional<ControlKind> named = ControlKind.named(id);
        if (named.isEmpty() && !id.isEmpty()) {
            throw files.broken(OWN, "control is \"" + id + "\"; it is one of " + ControlKind.known());
        }
        return named;
    }

    private TimestepSelection readTimesteps(JsonNode json) {
        if (json.isMissingNode()) {
            return TimestepSelection.LINEAR;
        }
        try {
            double[] changes = new double[json.size()];
            Arrays.setAll(changes, index -> json.path(index).asDouble(Double.NaN));
            return TimestepSelection.measured(changes);
        } catch (IllegalArgumentException e) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, files.folder().resolve(OWN) + ": changes: " + e.getMessage(), e);
        }
    }

    private RecommendedSettings readRecommended(JsonNode json, JsonNode unet) {
        int usual = unet.path("sample_size").asInt(64) * vae.spatialFactor();
        int side = Math.max(sizeMultiple, Math.min(512, usual) / sizeMultiple * sizeMultiple);
        try {
            List<Integer> indices = new ArrayList<>();
            json.path("t_index_list").forEach(index -> indices.add(index.asInt(-1)));
            if (indices.isEmpty()) {
                indices.addAll(timesteps.indices(0.6, json.path("steps").asInt(2)));
            }
            String cfg = json.path("cfg_type").asText("none").toUpperCase(Locale.ROOT);
            RecommendedSettings settings = new RecommendedSettings(
                    json.path("width").asInt(side),
                    json.path("height").asInt(side),
                    indices,
                    (float) json.path("guidance_scale").asDouble(1),
                    CfgType.valueOf(cfg),
                    json.path("prompt")
                            .asText(examples().stream().findFirst().orElse("a watercolour fox in the snow")));
            StreamParameters checked = settings.toParameters();
            latentShape(checked.width(), checked.height());
            return settings;
        } catch (IllegalArgumentException e) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, files.folder().resolve(OWN) + ": recommended: " + e.getMessage(), e);
        } catch (InferenceException e) {
            throw files.broken(OWN, "recommended: " + e.getMessage());
        }
    }
}
