package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/** The files of a bundle, read so that every mistake in them is reported with the name of the file. */
record BundleFiles(Path folder) {

    /** Of a file that is read as a whole: several times a tokenizer's, the largest there is. */
    private static final long MOST_BYTES = 32 << 20;

    /** @throws InferenceException {@code bundle-invalid} if there is no such file, or the name leads out of the folder */
    Path require(String name) {
        Path file = within(name);
        if (!Files.isRegularFile(file)) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + " is missing");
        }
        return file;
    }

    /**
     * The graph of a network for a kind of device, such as {@code unet/model.cuda.onnx}, where the bundle has one; else
     * the one for any device, {@code unet/model.onnx}.
     *
     * @throws InferenceException {@code bundle-invalid} if there is neither
     */
    Path graph(String network, OnnxDevice device) {
        String special = network + "/model." + device.kind() + ".onnx";
        return has(special) ? folder.resolve(special) : require(network + "/model.onnx");
    }

    boolean has(String name) {
        return Files.isRegularFile(within(name));
    }

    /** Some names stand in the bundle itself, and what is read of one file anybody may see. */
    private Path within(String name) {
        try {
            Path file = folder.resolve(name).normalize();
            if (file.startsWith(folder.normalize())) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, folder + " names a file that no file can be called", e);
        }
        throw new InferenceException(
                InferenceError.BUNDLE_INVALID, folder + " names the file " + name + ", which is not in it");
    }

    /** The same, not too large to be read as a whole. */
    private Path small(String name) throws IOException {
        Path file = require(name);
        if (Files.size(file) > MOST_BYTES) {
            throw broken(name, "it has more than " + MOST_BYTES + " bytes");
        }
        return file;
    }

    /** The JSON object in a file that must be there. */
    JsonNode json(String name) {
        try {
            JsonNode node = new ObjectMapper().readTree(small(name).toFile());
            if (!node.isObject()) {
                throw broken(name, "it is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** The JSON object in a file that may be missing: then an empty object. */
    JsonNode optionalJson(String name) {
        return has(name) ? json(name) : new ObjectMapper().createObjectNode();
    }

    /** Writes a JSON object, whole or not at all. @return whether the folder can be written */
    boolean replaceJson(String name, ObjectNode content) {
        try {
            // Several servers may share a folder of bundles.
            Path draft = folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
            try {
                Files.writeString(draft, content.toPrettyString() + "\n");
                Files.move(
                        draft,
                        folder.resolve(name),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                return true;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            return false;
        }
    }

    List<String> lines(String name) {
        try {
            return Files.readAllLines(small(name));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private InferenceException unreadable(String name, IOException reason) {
        return new InferenceException(
                InferenceError.BUNDLE_INVALID,
                folder.resolve(name) + " cannot be read: " + reason.getMessage(),
                reason);
    }

    InferenceException broken(String name, String what) {
        return new InferenceException(InferenceError.BUNDLE_INVALID, folder.resolve(name) + ": " + what);
    }
}
