package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.graph.Weights;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/** A checkpoint in diffusers' layout: a folder for each network, with {@code config.json} and weights. */
public final class CheckpointFolder implements Checkpoint {

    private static final int MAX_SHARDS = 64;
    private static final List<String> STEMS = List.of("diffusion_pytorch_model", "model");
    /** In this order: more digits first. */
    private static final List<String> VARIANTS = List.of("", ".non_ema", ".fp16");

    /** Where there is nothing better. */
    private static final List<String> TORCH_FILES = List.of("diffusion_pytorch_model.bin", "pytorch_model.bin");

    private final Path root;
    private final OpenFiles files = new OpenFiles();

    private CheckpointFolder(Path root) {
        this.root = root;
    }

    /**
     * Opens a checkpoint.
     *
     * @throws CheckpointException if it is something else
     */
    public static CheckpointFolder open(Path root) {
        if (Files.isDirectory(root.resolve("transformer"))) {
            throw new CheckpointException(
                    root + " has a transformer in place of a UNet (as SD 3, FLUX and PixArt have), and learned flow"
                            + " matching rather than noise; only SD 1, SD 2, SDXL and their relatives are supported.");
        }
        if (Files.isRegularFile(root.resolve("unet/model.onnx"))) {
            throw new CheckpointException(
                    root + " is a bundle already; start it with ./speakdraw run --bundle " + root);
        }
        if (!Files.isDirectory(root.resolve("unet"))) {
            throw new CheckpointException(
                    root + " has no folder unet; a checkpoint is a folder in diffusers' layout, or one"
                            + " .safetensors file.");
        }
        return new CheckpointFolder(root);
    }

    @Override
    public Part part(String name) throws IOException {
        return part(root.resolve(name), files);
    }

    /** The network in {@code folder}, which may be a checkpoint's or lie by itself. */
    static Part part(Path folder, OpenFiles files) throws IOException {
        return part(JsonFiles.read(folder.resolve("config.json")), files.open(weights(folder)));
    }

    /** A network under diffusers' names. */
    static Part part(JsonNode config, Map<String, StoredTensor> tensors) {
        StoredNames stored = new StoredNames(tensors);
        return new Part(config, names(stored), stored::untouched);
    }

    @Override
    public JsonNode scheduler() throws IOException {
        return JsonFiles.read(root.resolve("scheduler/scheduler_config.json"));
    }

    @Override
    public Optional<Path> tokenizer(String name) {
        return Optional.of(root.resolve(name)).filter(Files::isDirectory);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** Older and newer releases of the packages have called a few of them differently. */
    private static Weights names(StoredNames stored) {
        return name -> stored.take(name)
                .or(() -> stored.take("text_model." + name))
                .or(() -> stored.take(name.replace(".to_q.", ".query.")
                        .replace(".to_k.", ".key.")
                        .replace(".to_v.", ".value.")
                        .replace(".to_out.0.", ".proj_attn.")));
    }

    private static List<Path> weights(Path folder) throws IOException {
        for (String variant : VARIANTS) {
            for (String stem : STEMS) {
                Path whole = folder.resolve(stem + variant + ".safetensors");
                if (Files.isRegularFile(whole)) {
                    return List.of(whole);
                }
                String dotted = variant.isEmpty() ? "" : variant;
                Path index = folder.resolve(stem + ".safetensors.index" + dotted + ".json");
                if (Files.isRegularFile(index)) {
                    return shards(folder, index);
                }
            }
        }
        return TORCH_FILES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new CheckpointException(folder + " has no file with weights (.safetensors, .bin)."));
    }

    private static List<Path> shards(Path folder, Path index) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        JsonFiles.read(index).path("weight_map").forEach(name -> names.add(name.asText()));
        if (names.isEmpty() || names.size() > MAX_SHARDS) {
            throw new CheckpointException(index + " names " + names.size() + " files.");
        }
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors")) {
                throw new CheckpointException(index + " names the file " + name + ".");
            }
        }
        return names.stream().map(folder::resolve).toList();
    }
}
