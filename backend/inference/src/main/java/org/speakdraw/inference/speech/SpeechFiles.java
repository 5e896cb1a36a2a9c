package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** The files of a {@code speech} folder, read so that every mistake in them is reported with the name of the file. */
record SpeechFiles(Path folder) {

    private static final long MOST_BYTES = 64L << 20;

    boolean has(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The JSON object in a file that may be missing: then an empty object. */
    JsonNode optionalJson(String name) {
        if (!has(name)) {
            return new ObjectMapper().createObjectNode();
        }
        try {
            if (Files.size(file(name)) > MOST_BYTES) {
                throw broken(name, "it has more than " + MOST_BYTES + " bytes");
            }
            JsonNode node = new ObjectMapper().readTree(file(name).toFile());
            if (!node.isObject()) {
                throw broken(name, "it is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, file(name) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The integers of a JSON array; none where it is missing. */
    static List<Integer> integers(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asInt()));
        return List.copyOf(values);
    }

    InferenceException broken(String name, String what) {
        return new InferenceException(InferenceError.BUNDLE_INVALID, file(name) + ": " + what);
    }
}
