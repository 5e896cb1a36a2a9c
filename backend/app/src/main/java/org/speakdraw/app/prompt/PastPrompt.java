package org.speakdraw.app.prompt;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A prompt that was given.
 *
 * @param source   typed, spoken, preset or teacher
 * @param language BCP 47 tag, where it is known
 */
record PastPrompt(
        long id,
        UUID session,
        Instant at,
        String source,
        Optional<String> language,
        String prompt,
        String negativePrompt) {

    JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("id", id)
                .add("session", session.toString())
                .add("at", at.toString())
                .add("source", source)
                .add("language", language.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL))
                .add("prompt", prompt)
                .add("negativePrompt", negativePrompt)
                .build();
    }
}
