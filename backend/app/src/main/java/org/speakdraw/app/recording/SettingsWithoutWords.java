package org.speakdraw.app.recording;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Set;

/** Settings as recordings keep them: the words of prompts stand in one place only, so that deleting them there is enough. */
final class SettingsWithoutWords {

    private static final Set<String> WORDS = Set.of("prompt", "negative_prompt");

    private SettingsWithoutWords() {}

    static JsonObject of(JsonObject settings) {
        JsonObjectBuilder kept = Json.createObjectBuilder(settings);
        WORDS.forEach(kept::remove);
        return kept.build();
    }
}
