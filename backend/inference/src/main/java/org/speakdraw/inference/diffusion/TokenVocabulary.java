package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Tokens and merges of a byte-pair tokenizer: {@code vocab.json} and {@code merges.txt}, or the one file
 * {@code tokenizer.json} that newer libraries write in their place.
 *
 * @param file   that has the tokens, for errors
 * @param ids    of the tokens
 * @param merges two tokens each, best first
 */
record TokenVocabulary(String file, Map<String, Integer> ids, List<String> merges) {

    private static final String WHOLE = "/tokenizer.json";
    private static final String VOCABULARY = "/vocab.json";
    private static final String MERGES = "/merges.txt";

    /** The first file that a tokenizer in {@code folder} lacks. */
    static Optional<String> missing(BundleFiles files, String folder) {
        if (files.has(folder + WHOLE)) {
            return Optional.empty();
        }
        return List.of(folder + VOCABULARY, folder + MERGES).stream()
                .filter(file -> !files.has(file))
                .findFirst();
    }

    /** @throws InferenceException {@code bundle-invalid} */
    static TokenVocabulary read(BundleFiles files, String folder) {
        if (files.has(folder + VOCABULARY) && files.has(folder + MERGES)) {
            return new TokenVocabulary(
                    folder + VOCABULARY, ids(files.json(folder + VOCABULARY)), files.lines(folder + MERGES));
        }
        missing(files, folder).ifPresent(file -> {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, files.folder().resolve(file) + " is missing");
        });
        return readWhole(files, folder + WHOLE);
    }

    private static TokenVocabulary readWhole(BundleFiles files, String file) {
        JsonNode json = files.json(file);
        JsonNode model = json.path("model");
        if (!model.path("vocab").isObject() || !model.path("merges").isArray()) {
            throw files.broken(file, "it has no byte-pair tokenizer (model.vocab, model.merges)");
        }
        Map<String, Integer> ids = ids(model.path("vocab"));
        for (JsonNode token : json.path("added_tokens")) {
            ids.put(token.path("content").asText(), token.path("id").asInt());
        }
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            // Newer versions write pairs, so that a token may have a space.
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asText() + " " + merge.path(1).asText()
                            : merge.asText());
        }
        return new TokenVocabulary(file, ids, merges);
    }

    private static Map<String, Integer> ids(JsonNode vocabulary) {
        Map<String, Integer> ids = new HashMap<>();
        vocabulary
                .properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        return ids;
    }
}
