package org.speakdraw.app.prompt;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/**
 * What the owner of a preset decides. Made by {@link PresetRules} from what a client sent.
 *
 * @param settings values of stream settings, without the prompts
 * @param tags     lower-case, without repetitions
 */
record PresetContent(
        String name,
        String prompt,
        String negativePrompt,
        JsonObject settings,
        List<String> tags,
        Visibility visibility) {

    PresetContent {
        tags = List.copyOf(tags);
    }

    /** As the API and preset files show it. */
    JsonObjectBuilder toJson() {
        return Json.createObjectBuilder()
                .add("name", name)
                .add("prompt", prompt)
                .add("negativePrompt", negativePrompt)
                .add("settings", settings)
                .add("tags", Json.createArrayBuilder(tags))
                .add("visibility", visibility.id());
    }
}
