package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.speakdraw.checkpoint.CheckpointException;

/** Small JSON files of strangers. */
final class JsonFiles {

    private static final long MAX_BYTES = 16 << 20;

    private JsonFiles() {}

    /** The object in {@code file}. */
    static JsonNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(file + " is missing.");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new CheckpointException(file + " is too large.");
        }
        try {
            JsonNode node = new ObjectMapper().readTree(file.toFile());
            if (node == null || !node.isObject()) {
                throw new CheckpointException(file + " is not a JSON object.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
