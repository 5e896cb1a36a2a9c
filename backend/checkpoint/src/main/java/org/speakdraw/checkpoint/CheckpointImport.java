package org.speakdraw.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;
import org.speakdraw.checkpoint.graph.WeightFile;
import org.speakdraw.checkpoint.layout.Checkpoint;
import org.speakdraw.checkpoint.layout.CheckpointFolder;
import org.speakdraw.checkpoint.layout.Part;
import org.speakdraw.checkpoint.layout.SeparateNetwork;
import org.speakdraw.checkpoint.layout.SingleFile;
import org.speakdraw.checkpoint.lora.LiveLoras;
import org.speakdraw.checkpoint.lora.Loras;
import org.speakdraw.checkpoint.tokenizer.ClipTokenizerFiles;

/**
 * Makes a bundle of a checkpoint of SD 1, SD 2, SDXL or a relative of theirs. The bundle gets its name when it is
 * whole; until then it lies beside it as {@code .NAME.part}.
 */
public final class CheckpointImport {

    private static final List<String> TOKENIZER_FILES =
            List.of("vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json");
    private static final long SPARE_BYTES = 200L << 20;

    private final ObjectMapper json = new ObjectMapper();
    private final ImportOptions options;
    private final ImportProgress progress;
    private final Path draft;

    private CheckpointImport(ImportOptions options, ImportProgress progress, Path draft) {
        this.options = options;
        this.progress = progress;
        this.draft = draft;
    }

    /**
     * Makes the bundle {@code target} of {@code source}, a folder in diffusers' layout or one {@code .safetensors} file.
     *
     * @throws CheckpointException saying what is not supported, missing or in the way; nothing is left of the bundle
     */
    public static void run(Path source, Path target, ImportOptions options, ImportProgress progress)
            throws IOException {
        if (Files.exists(target)) {
            throw new CheckpointException("There is already a bundle " + target + ".");
        }
        Path draft = target.resolveSibling("." + target.getFileName() + ".part");
        remove(draft);
        Files.createDirectories(draft);
        try (Checkpoint checkpoint = open(source, options)) {
            new CheckpointImport(options, progress, draft).write(checkpoint, String.valueOf(target.getFileName()));
            progress.whole(draft);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            remove(draft);
        }
    }

    private static Checkpoint open(Path source, ImportOptions options) throws IOException {
        if (Files.isDirectory(source)) {
            return CheckpointFolder.open(source);
        }
        if (Files.isRegularFile(source)) {
            return SingleFile.open(
                    source,
                    options.prediction(),
                    options.sizes(),
                    options.control().isPresent());
        }
        throw new CheckpointException("There is no checkpoint " + source + ".");
    }

    private void write(Checkpoint checkpoint, String name) throws IOException {
        Part own = checkpoint.part("unet");
        boolean sdxl = BundleNetworks.isSdxl(own.config());
        try (Loras loras = Loras.open(chosen(false));
                Loras live = Loras.open(chosen(true));
                SeparateNetwork otherUNet = SeparateNetwork.unet(options.unet(), own.config());
                SeparateNetwork other = SeparateNetwork.autoencoder(options.vae(), options.sizes(), sdxl);
                SeparateNetwork control = SeparateNetwork.controlNet(
                        options.control().map(ImportOptions.ControlChoice::net), options.sizes());
                ImagePromptFiles image = ImagePromptFiles.open(options.image())) {
            Part unet = otherUNet.part().orElse(own);
            if (BundleNetworks.isSdxl(unet.config()) != sdxl) {
                throw new CheckpointException(
                        (sdxl ? "The model is SDXL, the UNet for it is not" : "The UNet is SDXL's, the model is not")
                                + "; it is for another kind of model.");
            }
            Part vae = other.part().isPresent() ? other.part().get() : checkpoint.part("vae");
            ElementType type = options.half() ? ElementType.HALF : ElementType.FLOAT;
            Optional<BundleNetworks.ControlPart> controlPart = control.part()
                    .map(part -> new BundleNetworks.ControlPart(
                            part, options.control().orElseThrow().hint()));
            List<BundleNetworks.Network> networks = BundleNetworks.of(
                    checkpoint, unet, controlPart, image.prompts(), vae, type, loras, new LiveLoras(live));
            networks.forEach(network -> WeightFile.check(network.graph(), network.weights()));
            refuseUntouched("UNet", unet);
            controlPart.ifPresent(net -> refuseUntouched(net.kind(), net.part()));
            image.requireAllTaken();
            boolean openClip = unet.config().path("cross_attention_dim").asInt() == 1024;
            tokenizer(checkpoint, "tokenizer", openClip);
            if (sdxl) {
                tokenizer(checkpoint, "tokenizer_2", true);
            }
            object("scheduler/scheduler_config.json", scheduler(checkpoint));
            object("model_index.json", index(sdxl));
            object("speakdraw.json", about(name, vae, controlPart));
            Optional<Path> finder = options.control().flatMap(ImportOptions.ControlChoice::finder);
            if (finder.isPresent()) {
                HintFinder.copy(finder.get(), options.control().orElseThrow().hint(), draft.resolve("control"));
            }
            if (image.prompts().isPresent()) {
                object("feature_extractor/preprocessor_config.json", image.preprocessor());
            }
            weights(networks);
        }
    }

    private List<Loras.Choice> chosen(boolean live) {
        return options.loras().stream().filter(lora -> lora.live() == live).toList();
    }

    private void weights(List<BundleNetworks.Network> networks) throws IOException {
        long total = networks.stream()
                .mapToLong(network -> WeightFile.size(network.graph()))
                .sum();
        long free = Files.getFileStore(draft).getUsableSpace();
        if (free < total + SPARE_BYTES) {
            throw new CheckpointException("The disk of " + draft.getParent() + " is too full: " + (free >> 20)
                    + " MB are free, " + ((total + SPARE_BYTES) >> 20) + " MB are needed.");
        }
        AtomicLong done = new AtomicLong();
        for (BundleNetworks.Network network : networks) {
            Path folder = Files.createDirectories(draft.resolve(network.folder()));
            network.graph().write(folder.resolve("model.onnx"));
            WeightFile.write(
                    folder.resolve(OnnxGraph.DATA),
                    network.graph(),
                    network.weights(),
                    network.change(),
                    bytes -> progress.report(network.folder(), done.addAndGet(bytes), total));
            object(network.folder() + "/config.json", network.config());
        }
    }

    /** A network with more weights than its graph takes is another one than its configuration says. */
    private static void refuseUntouched(String name, Part part) {
        List<String> left = part.untouched().get();
        if (!left.isEmpty()) {
            throw new CheckpointException(
                    "The " + name + " has weights that its configuration does not account for: " + left.get(0)
                            + (left.size() > 1 ? " and " + (left.size() - 1) + " others" : "")
                            + "; it is a network of another kind.");
        }
    }

    private void tokenizer(Checkpoint checkpoint, String name, boolean openClip) throws IOException {
        Path target = Files.createDirectories(draft.resolve(name));
        Optional<Path> source = options.tokenizer().or(() -> checkpoint.tokenizer(name));
        if (source.isEmpty()) {
            ClipTokenizerFiles.write(
                    target,
                    openClip ? ClipTokenizerFiles.Padding.EXCLAMATION_MARK : ClipTokenizerFiles.Padding.END_OF_TEXT);
            return;
        }
        for (String file : TOKENIZER_FILES) {
            if (Files.isRegularFile(source.get().resolve(file))) {
                Files.copy(source.get().resolve(file), target.resolve(file));
            }
        }
        boolean whole = Files.exists(target.resolve("tokenizer.json"))
                || (Files.exists(target.resolve("vocab.json")) && Files.exists(target.resolve("merges.txt")));
        if (!whole) {
            throw new CheckpointException(source.get() + " has neither vocab.json and merges.txt nor tokenizer.json.");
        }
    }

    private JsonNode scheduler(Checkpoint checkpoint) throws IOException {
        ObjectNode scheduler = checkpoint.scheduler().deepCopy();
        String name = scheduler.path("_class_name").asText("");
        if (name.contains("FlowMatch")
                || scheduler.path("prediction_type").asText("").equals("flow_prediction")) {
            throw new CheckpointException("The model learned flow matching (" + name
                    + "), not to take noise away step by step; only models of the second kind are supported.");
        }
        options.prediction().ifPresent(type -> scheduler.put("prediction_type", type));
        return scheduler;
    }

    private static ObjectNode index(boolean sdxl) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_class_name", sdxl ? "StableDiffusionXLPipeline" : "StableDiffusionPipeline");
    }

    /**
     * Our graphs take every side that the autoencoder's factor divides, and a T2I-Adapter's. What strength does is measured
     * by the first device that the bundle is loaded on.
     */
    private ObjectNode about(String name, Part vae, Optional<BundleNetworks.ControlPart> control) {
        ObjectNode about = JsonNodeFactory.instance
                .objectNode()
                .put("title", options.title().isEmpty() ? name : options.title())
                .put("licence", options.licence())
                .put(
                        "size_multiple",
                        Math.max(
                                spatialFactor(vae.config()),
                                control.map(BundleNetworks.ControlPart::sides).orElse(1)))
                .put("changes", "measure");
        options.sources().forEach(source -> about.withArray("sources").add(source));
        options.control()
                .ifPresent(chosen -> about.put("control", chosen.hint().name().toLowerCase(Locale.ROOT)));
        chosen(true)
                .forEach(lora ->
                        about.withArray("loras").add(lora.file().getFileName().toString()));
        if (!options.loras().isEmpty()) {
            about.put(
                    "description",
                    "With "
                            + String.join(
                                    ", ",
                                    options.loras().stream()
                                            .map(lora -> lora.file().getFileName() + " (" + lora.scale() + ")")
                                            .toList()));
        }
        return about;
    }

    private static int spatialFactor(JsonNode vae) {
        int blocks = Math.max(
                vae.path("block_out_channels").size(),
                vae.path("decoder_block_out_channels").size());
        return 1 << Math.max(0, Math.min(8, blocks - 1));
    }

    private void object(String file, JsonNode node) throws IOException {
        Path target = draft.resolve(file);
        Files.createDirectories(target.getParent());
        json.writerWithDefaultPrettyPrinter().writeValue(target.toFile(), node);
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
