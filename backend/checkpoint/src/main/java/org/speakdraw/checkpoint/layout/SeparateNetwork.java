package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/**
 * A network by itself, such as TAESD or a ControlNet: a folder with {@code config.json} and weights, or one file under the
 * names of the original repositories; or none.
 */
public final class SeparateNetwork implements AutoCloseable {

    private static final String CONTROL = "control_model.";
    private static final String AUTOENCODER = "first_stage_model.";

    private final OpenFiles files = new OpenFiles();
    private final Optional<Part> part;

    /** How one file with all weights is read. */
    private interface OneFile {
        Part read(Path file, Map<String, StoredTensor> tensors) throws IOException;
    }

    private SeparateNetwork(Optional<Path> source, String wanted, OneFile oneFile) throws IOException {
        try {
            part = source.isPresent() ? Optional.of(open(source.get(), wanted, oneFile)) : Optional.empty();
        } catch (Throwable e) {
            files.close();
            throw e;
        }
    }

    /**
     * Another UNet than a checkpoint's own.
     *
     * @param like the own one, which one file with the same names is taken to be described by
     */
    public static SeparateNetwork unet(Optional<Path> source, JsonNode like) throws IOException {
        return new SeparateNetwork(source, "a UNet", (file, tensors) -> {
            if (!FileKind.UNET.fits(tensors.keySet())) {
                throw FileKind.refusal(file, "a UNet", tensors.keySet());
            }
            return CheckpointFolder.part(like, tensors);
        });
    }

    /** A CLIP image encoder. */
    public static SeparateNetwork imageEncoder(Optional<Path> folder) throws IOException {
        String wanted = "an image encoder";
        return new SeparateNetwork(folder, wanted, (file, tensors) -> {
            throw new CheckpointException(file + " is one file; " + wanted + " is a folder with config.json.");
        });
    }

    /**
     * Another autoencoder than a checkpoint's own.
     *
     * @param sdxl whether it is for SDXL
     */
    public static SeparateNetwork autoencoder(Optional<Path> source, UsualSizes sizes, boolean sdxl)
            throws IOException {
        return new SeparateNetwork(source, "an autoencoder", (file, tensors) -> {
            StoredNames stored = below(AUTOENCODER, tensors);
            if (stored.has("encoder.down.0.block.0.conv1.weight")) {
                return LdmAutoencoder.part(stored, sizes, sdxl);
            }
            return describedBeside(file, "an autoencoder", tensors, FileKind.AUTOENCODER);
        });
    }

    /** A ControlNet, or a T2I-Adapter. */
    public static SeparateNetwork controlNet(Optional<Path> source, UsualSizes sizes) throws IOException {
        return new SeparateNetwork(source, "a ControlNet", (file, tensors) -> {
            StoredNames stored = below(CONTROL, tensors);
            if (stored.has("zero_convs.0.0.weight")) {
                return LdmControlNet.part(stored, sizes);
            }
            FileKind kind = FileKind.T2I_ADAPTER.fits(tensors.keySet()) ? FileKind.T2I_ADAPTER : FileKind.CONTROL_NET;
            return describedBeside(file, "a ControlNet", tensors, kind);
        });
    }

    public Optional<Part> part() {
        return part;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private Part open(Path source, String wanted, OneFile oneFile) throws IOException {
        if (Files.isRegularFile(source)) {
            return oneFile.read(source, files.open(List.of(source)));
        }
        if (!Files.isRegularFile(source.resolve("config.json"))) {
            throw new CheckpointException(
                    source + " has no config.json; " + wanted + " is a folder in diffusers' layout, or one file.");
        }
        return CheckpointFolder.part(source, files);
    }

    /** With or without the prefix that it has in a whole model. */
    private static StoredNames below(String prefix, Map<String, StoredTensor> tensors) {
        StoredNames below = StoredNames.below(prefix, tensors);
        return below.isEmpty() ? new StoredNames(tensors) : below;
    }

    /** One file of a folder in diffusers' layout. */
    private static Part describedBeside(Path file, String wanted, Map<String, StoredTensor> tensors, FileKind kind)
            throws IOException {
        if (!kind.fits(tensors.keySet())) {
            throw FileKind.refusal(file, wanted, tensors.keySet());
        }
        Path config = file.resolveSibling("config.json");
        if (!Files.isRegularFile(config)) {
            throw new CheckpointException(
                    file + " has diffusers' names, which need the config.json that is published beside it.");
        }
        return CheckpointFolder.part(JsonFiles.read(config), tensors);
    }
}
